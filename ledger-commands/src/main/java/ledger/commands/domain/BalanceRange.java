package ledger.commands.domain;

import java.math.BigInteger;
import ledger.language.Account;
import ledger.language.Amount;
import ledger.language.Limits;
import org.jspecify.annotations.Nullable;

/** An account's figures before it is known that they stay in the signed 128-bit range. */
public final class BalanceRange {
    private BalanceRange() {}

    /** What would be available under an overdraft limit; {@code null} where that is unlimited. */
    public static @Nullable BigInteger available(
            BigInteger balance, BigInteger reserved, @Nullable BigInteger overdraft) {
        return overdraft == null ? null : balance.subtract(reserved).add(overdraft);
    }

    /** What would be available of an account if its balance were that. */
    public static @Nullable BigInteger available(Account account, BigInteger balance) {
        Amount overdraft = account.limits().overdraft();
        return available(balance, account.reserved().minor(), overdraft == null ? null : overdraft.minor());
    }

    /**
     * Whether everything stays in range whatever becomes of the reservations: what is reserved, the least that the balance
     * can come to, and the most that can be available.
     */
    public static boolean holds(BigInteger balance, BigInteger reserved, BigInteger incoming, Limits limits) {
        Amount overdraft = limits.overdraft();
        BigInteger most = balance.add(incoming).add(overdraft == null ? BigInteger.ZERO : overdraft.minor());
        return Amount.fits(reserved)
                && Amount.fits(incoming)
                && Amount.fits(balance.subtract(reserved))
                && Amount.fits(most);
    }
}

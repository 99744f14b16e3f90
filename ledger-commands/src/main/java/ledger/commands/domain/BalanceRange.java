package ledger.commands.domain;

import java.math.BigInteger;
import ledger.language.Amount;
import ledger.language.Limits;
import org.jspecify.annotations.Nullable;

/** An account's figures before it is known that they stay in the signed 128-bit range. */
final class BalanceRange {
    private BalanceRange() {}

    /** What would be available under an overdraft limit; {@code null} where that is unlimited. */
    static @Nullable BigInteger available(BigInteger balance, Amount reserved, @Nullable BigInteger overdraft) {
        return overdraft == null ? null : balance.subtract(reserved.minor()).add(overdraft);
    }

    /** Whether the balance, and what would be available of it, are in range. */
    static boolean holds(BigInteger balance, Amount reserved, Limits limits) {
        Amount overdraft = limits.overdraft();
        BigInteger available = available(balance, reserved, overdraft == null ? null : overdraft.minor());
        return Amount.fits(balance) && (available == null || Amount.fits(available));
    }
}

package ledger.commands.domain;

import static ledger.language.RejectionReason.AMOUNT_OVERFLOW;
import static ledger.language.RejectionReason.BALANCE_LIMIT_EXCEEDED;
import static ledger.language.RejectionReason.INSUFFICIENT_FUNDS;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import ledger.commands.domain.AccountDecider.Change;
import ledger.language.Account;
import ledger.language.AccountChange.AccountUpdated;
import ledger.language.Amount;
import ledger.language.Asset;
import ledger.language.Instruction.LimitChange;
import ledger.language.Instruction.UpdateAccount;
import ledger.language.Limits;
import ledger.language.Rejection;
import org.jspecify.annotations.Nullable;

/** Changes of an account's limits and metadata. New limits must hold at once: no account is ever outside its own. */
final class PolicyDecider {
    private PolicyDecider() {}

    static Decision update(Change change, UpdateAccount update) {
        Account account = change.account();
        Asset asset = account.asset();
        if (!canExpress(asset, update.overdraftLimit())) {
            return AccountDecider.rejected(account, Malformed.tooFine("/overdraftLimit", asset));
        }
        if (!canExpress(asset, update.maxBalance())) {
            return AccountDecider.rejected(account, Malformed.tooFine("/maxBalance", asset));
        }
        BigInteger overdraft =
                minor(asset, update.overdraftLimit(), account.limits().overdraft());
        BigInteger maxBalance =
                minor(asset, update.maxBalance(), account.limits().maxBalance());
        Map<String, String> metadata = changed(account.metadata(), update.metadata());
        if (metadata.size() > Account.MAX_METADATA_ENTRIES
                && metadata.size() > account.metadata().size()) {
            return AccountDecider.rejected(
                    account,
                    Malformed.at(
                            "/metadata",
                            "must leave the account with at most " + Account.MAX_METADATA_ENTRIES
                                    + " entries, not with " + metadata.size()));
        }
        Rejection broken = broken(account, overdraft, maxBalance);
        if (broken != null) {
            return AccountDecider.rejected(account, broken);
        }
        Limits limits = new Limits(amount(overdraft), amount(maxBalance));
        return limits.equals(account.limits()) && metadata.equals(account.metadata())
                ? change.none()
                : change.to(new AccountUpdated(limits, metadata, account.limits()));
    }

    private static @Nullable Rejection broken(
            Account account, @Nullable BigInteger overdraft, @Nullable BigInteger maxBalance) {
        Asset asset = account.asset();
        BigInteger balance = account.balance().minor();
        BigInteger available =
                BalanceRange.available(balance, account.reserved().minor(), overdraft);
        if (available != null && available.signum() < 0) {
            return Rejection.because(INSUFFICIENT_FUNDS).with("available", asset.format(available));
        }
        if (maxBalance != null && balance.add(account.incoming().minor()).compareTo(maxBalance) > 0) {
            return Rejection.because(BALANCE_LIMIT_EXCEEDED)
                    .with("balance", asset.format(balance))
                    .with("incoming", asset.format(account.incoming()))
                    .with("maxBalance", asset.format(maxBalance));
        }
        BigInteger most = balance.add(account.incoming().minor()).add(overdraft == null ? BigInteger.ZERO : overdraft);
        return fits(overdraft) && fits(maxBalance) && Amount.fits(most) ? null : Rejection.because(AMOUNT_OVERFLOW);
    }

    private static boolean canExpress(Asset asset, @Nullable LimitChange change) {
        BigDecimal limit = change == null ? null : change.limit();
        return limit == null || asset.canExpress(limit);
    }

    private static boolean fits(@Nullable BigInteger minor) {
        return minor == null || Amount.fits(minor);
    }

    /** The limit after the change, in minor units. */
    private static @Nullable BigInteger minor(Asset asset, @Nullable LimitChange change, @Nullable Amount before) {
        if (change == null) {
            return before == null ? null : before.minor();
        }
        BigDecimal limit = change.limit();
        return limit == null ? null : limit.setScale(asset.scale()).unscaledValue();
    }

    private static @Nullable Amount amount(@Nullable BigInteger minor) {
        return minor == null ? null : new Amount(minor);
    }

    private static Map<String, String> changed(Map<String, String> before, Map<String, Optional<String>> changes) {
        Map<String, String> after = new HashMap<>(before);
        changes.forEach((key, value) -> value.ifPresentOrElse(text -> after.put(key, text), () -> after.remove(key)));
        return after;
    }
}

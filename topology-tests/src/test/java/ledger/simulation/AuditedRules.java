package ledger.simulation;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import ledger.language.Account;
import ledger.language.AccountStatus;
import ledger.language.Amount;
import ledger.language.Asset;
import ledger.language.Instruction;
import ledger.language.Instruction.LimitChange;
import ledger.language.Instruction.UpdateAccount;
import ledger.language.Posting;
import ledger.language.RejectionReason;
import org.jspecify.annotations.Nullable;

/** What an account has against something, read from the documented rules and their documented order. */
final class AuditedRules {
    /** As the HTTP contract lists them; a malformed capture or limit has its place after the reversed. */
    private static final List<RejectionReason> ORDER = List.of(
            RejectionReason.IDEMPOTENCY_KEY_REUSED,
            RejectionReason.ACCOUNT_EXISTS,
            RejectionReason.ACCOUNT_NOT_FOUND,
            RejectionReason.TRANSACTION_NOT_FOUND,
            RejectionReason.VERSION_MISMATCH,
            RejectionReason.ACCOUNT_CLOSED,
            RejectionReason.ACCOUNT_FROZEN,
            RejectionReason.CURRENCY_MISMATCH,
            RejectionReason.SAME_ACCOUNT,
            RejectionReason.TRANSACTION_NOT_PENDING,
            RejectionReason.TRANSACTION_EXPIRED,
            RejectionReason.ALREADY_REVERSED,
            RejectionReason.INVALID_REQUEST,
            RejectionReason.AMOUNT_EXCEEDS_PENDING,
            RejectionReason.ACCOUNT_NOT_EMPTY,
            RejectionReason.INSUFFICIENT_FUNDS,
            RejectionReason.BALANCE_LIMIT_EXCEEDED,
            RejectionReason.AMOUNT_OVERFLOW);

    /** Each reason that holds, with the index of the first posting that it holds for. */
    private final Map<RejectionReason, Integer> reasons = new EnumMap<>(RejectionReason.class);

    private AuditedRules() {}

    /** The reason that is to be told of these; {@code null}: there is none. */
    static @Nullable RejectionReason first(Collection<RejectionReason> reasons) {
        return ORDER.stream().filter(reasons::contains).findFirst().orElse(null);
    }

    /** Whether a reason is told rather than another where both hold. */
    static boolean isBefore(RejectionReason reason, RejectionReason other) {
        return ORDER.indexOf(reason) < ORDER.indexOf(other);
    }

    /**
     * What speaks, on this account alone, against posting or reserving these in their order, with the first posting it
     * speaks against.
     *
     * @param reserves whether it must be possible to reserve for them
     */
    static Map<RejectionReason, Integer> against(Account account, List<Posting> postings, boolean reserves) {
        AuditedRules rules = new AuditedRules();
        for (int i = 0; i < postings.size(); i++) {
            Posting posting = postings.get(i);
            if (posting.from().equals(account.id()) || posting.to().equals(account.id())) {
                rules.mayMove(account, posting, i);
            }
        }
        if (rules.reasons.isEmpty()) {
            rules.mayPay(account, postings);
            rules.staysInRange(account, postings, reserves);
        }
        return rules.reasons;
    }

    private void mayMove(Account account, Posting posting, int index) {
        hold(account.status() == AccountStatus.CLOSED, RejectionReason.ACCOUNT_CLOSED, index);
        hold(account.status() == AccountStatus.FROZEN, RejectionReason.ACCOUNT_FROZEN, index);
        hold(!account.asset().equals(posting.asset()), RejectionReason.CURRENCY_MISMATCH, index);
        hold(posting.from().equals(posting.to()), RejectionReason.SAME_ACCOUNT, index);
    }

    private void mayPay(Account account, List<Posting> postings) {
        BigInteger balance = account.balance().minor();
        for (int i = 0; i < postings.size(); i++) {
            BigInteger amount = postings.get(i).amount().minor();
            if (postings.get(i).from().equals(account.id())) {
                BigInteger available = available(account, balance);
                hold(available != null && available.compareTo(amount) < 0, RejectionReason.INSUFFICIENT_FUNDS, i);
                balance = balance.subtract(amount);
            } else if (postings.get(i).to().equals(account.id())) {
                balance = balance.add(amount);
                hold(isAboveMaximum(account, balance), RejectionReason.BALANCE_LIMIT_EXCEEDED, i);
            }
        }
    }

    private void staysInRange(Account account, List<Posting> postings, boolean reserves) {
        BigInteger net = AuditedAccount.sum(AuditedTransaction.legs(postings, account.id()));
        BigInteger out = net.negate().max(BigInteger.ZERO);
        BigInteger in = net.max(BigInteger.ZERO);
        Amount overdraft = account.limits().overdraft();
        BigInteger most =
                account.balance().minor().add(account.incoming().minor()).add(in);
        boolean fits = Amount.fits(account.balance()
                        .minor()
                        .subtract(account.reserved().minor())
                        .subtract(out))
                && Amount.fits(overdraft == null ? most : most.add(overdraft.minor()))
                && (!reserves
                        || (Amount.fits(account.reserved().minor().add(out))
                                && Amount.fits(account.incoming().minor().add(in))));
        int first = (int) postings.stream()
                .takeWhile(posting ->
                        !posting.from().equals(account.id()) && !posting.to().equals(account.id()))
                .count();
        hold(!fits, RejectionReason.AMOUNT_OVERFLOW, first);
    }

    private void hold(boolean holds, RejectionReason reason, int posting) {
        if (holds) {
            reasons.putIfAbsent(reason, posting);
        }
    }

    /** What speaks against an instruction about the account itself. */
    static @Nullable RejectionReason against(Account account, Instruction instruction) {
        if (account.status() == AccountStatus.CLOSED) {
            return RejectionReason.ACCOUNT_CLOSED;
        }
        return switch (instruction) {
            case UpdateAccount update -> against(account, update);
            case Instruction.CloseAccount() ->
                account.balance().isZero() && account.reservations() == 0 ? null : RejectionReason.ACCOUNT_NOT_EMPTY;
            default -> null;
        };
    }

    private static @Nullable RejectionReason against(Account account, UpdateAccount update) {
        Asset asset = account.asset();
        if (isTooFine(update.overdraftLimit(), asset) || isTooFine(update.maxBalance(), asset)) {
            return RejectionReason.INVALID_REQUEST;
        }
        BigInteger overdraft = changed(update.overdraftLimit(), account.limits().overdraft(), asset);
        BigInteger maximum = changed(update.maxBalance(), account.limits().maxBalance(), asset);
        BigInteger free = account.balance().minor().subtract(account.reserved().minor());
        BigInteger filled = account.balance().minor().add(account.incoming().minor());
        if (overdraft != null && free.add(overdraft).signum() < 0) {
            return RejectionReason.INSUFFICIENT_FUNDS;
        }
        if (maximum != null && filled.compareTo(maximum) > 0) {
            return RejectionReason.BALANCE_LIMIT_EXCEEDED;
        }
        return fits(overdraft) && fits(maximum) && fits(overdraft == null ? filled : filled.add(overdraft))
                ? null
                : RejectionReason.AMOUNT_OVERFLOW;
    }

    private static boolean isTooFine(@Nullable LimitChange change, Asset asset) {
        BigDecimal limit = change == null ? null : change.limit();
        return limit != null && limit.scale() > asset.scale();
    }

    /** A limit after a change, in minor units; {@code null}: none. */
    static @Nullable BigInteger changed(@Nullable LimitChange change, @Nullable Amount before, Asset asset) {
        if (change == null) {
            return before == null ? null : before.minor();
        }
        BigDecimal limit = change.limit();
        return limit == null ? null : limit.movePointRight(asset.scale()).toBigIntegerExact();
    }

    private static boolean fits(@Nullable BigInteger minor) {
        return minor == null || Amount.fits(minor);
    }

    /** What may be taken at that balance; {@code null}: any amount. */
    static @Nullable BigInteger available(Account account, BigInteger balance) {
        Amount overdraft = account.limits().overdraft();
        return overdraft == null
                ? null
                : balance.subtract(account.reserved().minor()).add(overdraft.minor());
    }

    private static boolean isAboveMaximum(Account account, BigInteger balance) {
        Amount maximum = account.limits().maxBalance();
        return maximum != null && balance.add(account.incoming().minor()).compareTo(maximum.minor()) > 0;
    }
}

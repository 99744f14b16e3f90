package ledger.simulation;

import static java.util.Objects.requireNonNull;
import static ledger.simulation.Violation.unless;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import ledger.language.Account;
import ledger.language.AccountChange;
import ledger.language.AccountChange.Entry;
import ledger.language.AccountEvent;
import ledger.language.AccountId;
import ledger.language.AccountStatus;
import ledger.language.Amount;
import ledger.language.Asset;
import ledger.language.Limits;
import ledger.language.TransactionId;
import org.jspecify.annotations.Nullable;

/** An account as its published events make it, at each of its versions. */
final class AuditedAccount {
    private final AccountId id;
    private final List<Integer> steps = new ArrayList<>();
    private final List<Account> versions = new ArrayList<>();

    /** What is reserved for each transaction: positive where it is to come in. */
    private final Map<TransactionId, BigInteger> reservations = new HashMap<>();

    private @Nullable Instant frozenAt;

    AuditedAccount(AccountId id) {
        this.id = id;
    }

    /** Its version after so many publications; 0: it was not opened then. */
    long versionIn(int step) {
        return steps.stream().takeWhile(made -> made <= step).count();
    }

    Account now() {
        return versions.getLast();
    }

    /** As it was at a version; {@code null} where it has not come so far. */
    @Nullable Account at(long version) {
        return version >= 1 && version <= versions.size() ? versions.get((int) version - 1) : null;
    }

    boolean hasReserved(TransactionId transaction) {
        return reservations.containsKey(transaction);
    }

    /** The time since which it is frozen; {@code null}: it is not. */
    @Nullable Instant frozenAt() {
        return frozenAt;
    }

    /** Takes the next event, which must follow from those before it, and leave the account within its limits. */
    void apply(AccountEvent event, int step) {
        unless(
                event.version() == versions.size() + 1L,
                Check.VERSIONS,
                "%s has version %s after %s",
                id,
                event.version(),
                versions.size());
        BigInteger moved = BigInteger.ZERO;
        AccountStatus status = versions.isEmpty() ? AccountStatus.OPEN : now().status();
        Limits limits = versions.isEmpty() ? Limits.NONE_BELOW_ZERO : now().limits();
        Map<String, String> metadata = versions.isEmpty() ? Map.of() : now().metadata();
        boolean opens = event.change() instanceof AccountChange.AccountOpened;
        unless(opens == versions.isEmpty(), Check.VERSIONS, "%s is opened once, and first", id);
        unless(status != AccountStatus.CLOSED, Check.LIMITS, "%s is closed, and got %s", id, event);
        switch (event.change()) {
            case AccountChange.AccountOpened opened -> {
                limits = opened.limits();
                metadata = opened.metadata();
            }
            case AccountChange.AccountUpdated updated -> {
                limits = updated.limits();
                metadata = updated.metadata();
            }
            case AccountChange.AccountFrozen() -> {
                unless(status == AccountStatus.OPEN, Check.LIMITS, "%s is frozen twice", id);
                status = AccountStatus.FROZEN;
                frozenAt = event.recordedAt();
            }
            case AccountChange.AccountUnfrozen() -> {
                unless(status == AccountStatus.FROZEN, Check.LIMITS, "%s is not frozen", id);
                status = AccountStatus.OPEN;
                frozenAt = null;
            }
            case AccountChange.AccountClosed() -> {
                unless(
                        event.balance().isZero() && reservations.isEmpty(),
                        Check.LIMITS,
                        "%s is closed and not empty: %s",
                        id,
                        event);
                status = AccountStatus.CLOSED;
            }
            case AccountChange.FundsDeposited deposited ->
                moved = freely(deposited.amount().minor(), event);
            case AccountChange.FundsWithdrawn withdrawn ->
                moved = freely(withdrawn.amount().minor().negate(), event);
            case AccountChange.TransactionPosted posted -> moved = post(sum(posted.entries()), event);
            case AccountChange.TransactionReversed reversed -> moved = post(sum(reversed.entries()), event);
            case AccountChange.FundsReserved reserved -> {
                freely(BigInteger.ZERO, event);
                unless(
                        reservations.put(transaction(event), sum(reserved.entries())) == null,
                        Check.ALL_OR_NOTHING,
                        "reserved twice: %s",
                        event);
            }
            case AccountChange.FundsCaptured captured -> moved = capture(captured, event);
            case AccountChange.FundsReleased released ->
                release(released.released().minor(), event);
        }
        Account before = versions.isEmpty() ? null : now();
        BigInteger balance =
                moved.add(before == null ? BigInteger.ZERO : before.balance().minor());
        Asset asset = before == null ? event.asset() : before.asset();
        Account after = new Account(
                id,
                asset,
                status,
                amount(balance),
                amount(reserved()),
                amount(incoming()),
                reservations.size(),
                limits,
                event.version(),
                metadata,
                before == null ? event.recordedAt() : before.openedAt(),
                event.recordedAt());
        versions.add(after);
        steps.add(step);
        compare(after, before, event);
        checkLimits(after);
    }

    private void compare(Account after, @Nullable Account before, AccountEvent event) {
        unless(
                after.balance().equals(event.balance())
                        && after.reserved().equals(event.reserved())
                        && after.incoming().equals(event.incoming())
                        && after.reservations() == event.reservations()
                        && after.asset().equals(event.asset()),
                Check.BALANCES,
                "it is %s by the events before, but %s says else",
                after,
                event);
        unless(
                before == null || !event.recordedAt().isBefore(before.updatedAt()),
                Check.BALANCES,
                "recorded before the former event: %s",
                event);
    }

    private static void checkLimits(Account account) {
        BigInteger free = account.balance().minor().subtract(account.reserved().minor());
        Amount overdraft = account.limits().overdraft();
        unless(
                overdraft == null || free.add(overdraft.minor()).signum() >= 0,
                Check.LIMITS,
                "below its limit: %s",
                account);
        BigInteger filled = account.balance().minor().add(account.incoming().minor());
        Amount maximum = account.limits().maxBalance();
        unless(
                maximum == null || filled.compareTo(maximum.minor()) <= 0,
                Check.LIMITS,
                "above its maximum: %s",
                account);
    }

    /** A movement that nothing was reserved for before. */
    private BigInteger freely(BigInteger moved, AccountEvent event) {
        unless(frozenAt == null, Check.LIMITS, "%s is frozen, and got %s", id, event);
        return moved;
    }

    /** What was reserved for a post is used up by it. */
    private BigInteger post(BigInteger moved, AccountEvent event) {
        BigInteger reserved = reservations.remove(transaction(event));
        if (reserved == null) {
            return freely(moved, event);
        }
        unless(reserved.equals(moved), Check.ALL_OR_NOTHING, "%s was reserved: %s", reserved, event);
        return moved;
    }

    private BigInteger capture(AccountChange.FundsCaptured captured, AccountEvent event) {
        TransactionId transaction = transaction(event);
        BigInteger moved = sum(captured.entries());
        BigInteger reserved = reservations.get(transaction);
        unless(reserved != null, Check.ALL_OR_NOTHING, "captured and not held: %s", event);
        BigInteger left = requireNonNull(reserved).subtract(moved);
        BigInteger released = captured.released().minor();
        unless(
                left.signum() * reserved.signum() >= 0
                        && released.signum() >= 0
                        && (captured.ended() ? released.equals(left.abs()) : released.signum() == 0),
                Check.ALL_OR_NOTHING,
                "%s was held: %s",
                reserved,
                event);
        if (captured.ended()) {
            reservations.remove(transaction);
        } else {
            reservations.put(transaction, left);
        }
        return moved;
    }

    private void release(BigInteger released, AccountEvent event) {
        BigInteger reserved = reservations.remove(transaction(event));
        unless(
                reserved != null && reserved.abs().equals(released),
                Check.ALL_OR_NOTHING,
                "%s was reserved: %s",
                reserved,
                event);
    }

    private BigInteger reserved() {
        return reservations.values().stream()
                .filter(amount -> amount.signum() < 0)
                .map(BigInteger::negate)
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    private BigInteger incoming() {
        return reservations.values().stream()
                .filter(amount -> amount.signum() > 0)
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    private static TransactionId transaction(AccountEvent event) {
        unless(event.transactionId() != null, Check.ORIGIN, "of no transaction: %s", event);
        return requireNonNull(event.transactionId());
    }

    private static Amount amount(BigInteger minor) {
        unless(Amount.fits(minor), Check.LIMITS, "%s leaves the range", minor);
        return new Amount(minor);
    }

    static BigInteger sum(List<Entry> entries) {
        return entries.stream().map(entry -> entry.amount().minor()).reduce(BigInteger.ZERO, BigInteger::add);
    }
}

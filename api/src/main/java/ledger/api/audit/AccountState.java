package ledger.api.audit;

import static ledger.api.audit.BrokenRule.unless;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import ledger.language.AccountChange;
import ledger.language.AccountChange.AccountClosed;
import ledger.language.AccountChange.AccountFrozen;
import ledger.language.AccountChange.AccountOpened;
import ledger.language.AccountChange.AccountUnfrozen;
import ledger.language.AccountChange.AccountUpdated;
import ledger.language.AccountChange.Entry;
import ledger.language.AccountChange.FundsCaptured;
import ledger.language.AccountChange.FundsDeposited;
import ledger.language.AccountChange.FundsReleased;
import ledger.language.AccountChange.FundsReserved;
import ledger.language.AccountChange.FundsWithdrawn;
import ledger.language.AccountChange.TransactionPosted;
import ledger.language.AccountChange.TransactionReversed;
import ledger.language.AccountEvent;
import ledger.language.AccountStatus;
import ledger.language.Amount;
import ledger.language.Asset;
import ledger.language.Limits;
import ledger.language.TransactionId;
import org.jspecify.annotations.Nullable;

/**
 * An account as its events make it. Each must follow from those before it, and leave the account within its limits, which
 * hold at once: see decision 7 in {@code docs/adr}.
 */
final class AccountState {
    private final Asset asset;
    private AccountStatus status = AccountStatus.OPEN;
    private Limits limits = Limits.NONE_BELOW_ZERO;
    private BigInteger balance = BigInteger.ZERO;
    private final Reservations reservations = new Reservations();
    private long version;
    private Instant updatedAt = Instant.MIN;

    /** The newest version that was published; kept here, because there is one for each account. */
    private long published;

    private long offset;

    AccountState(Asset asset) {
        this.asset = asset;
    }

    Asset asset() {
        return asset;
    }

    AccountStatus status() {
        return status;
    }

    Limits limits() {
        return limits;
    }

    BigInteger balance() {
        return balance;
    }

    BigInteger reserved() {
        return reservations.reserved();
    }

    BigInteger incoming() {
        return reservations.incoming();
    }

    long version() {
        return version;
    }

    int reservations() {
        return reservations.size();
    }

    /** Of its last event. */
    long offset() {
        return offset;
    }

    long published() {
        return published;
    }

    void published(long newest) {
        published = newest;
    }

    /**
     * Takes the next event.
     *
     * @param at its offset
     * @param decidedHere whether a transaction is known to be in one shard, where nothing is decided before it is done
     */
    void apply(AccountEvent event, long at, boolean decidedHere) {
        offset = at;
        unless(event.version() == version + 1, "a version is out of order", version + 1, event.version());
        unless(
                event.change() instanceof AccountOpened == (version == 0),
                "an account is opened by its first event and no other",
                version == 0 ? "AccountOpened" : "any other change",
                event.change().getClass());
        unless(event.asset().equals(asset), "the currency of an account changed", asset, event.asset());
        unless(
                status != AccountStatus.CLOSED,
                "a closed account changed",
                "no further event",
                event.change().getClass());
        unless(
                !event.recordedAt().isBefore(updatedAt),
                "recorded before the former event of the account",
                updatedAt,
                event.recordedAt());
        BigInteger moved = moved(event, decidedHere);
        balance = balance.add(moved);
        version = event.version();
        updatedAt = event.recordedAt();
        compare("balance", balance, event.balance());
        compare("reserved amount", reserved(), event.reserved());
        compare("incoming amount", incoming(), event.incoming());
        unless(
                reservations.size() == event.reservations(),
                "the number of reservations does not follow from the events before",
                reservations.size(),
                event.reservations());
        requireWithinLimits();
    }

    private void compare(String what, BigInteger computed, Amount said) {
        if (!computed.equals(said.minor())) {
            throw new BrokenRule(
                    "the " + what + " does not follow from the events before", format(computed), format(said.minor()));
        }
    }

    private void requireWithinLimits() {
        Amount overdraft = limits.overdraft();
        if (overdraft != null) {
            BigInteger available = balance.subtract(reserved()).add(overdraft.minor());
            if (available.signum() < 0) {
                throw new BrokenRule(
                        "below the overdraft limit",
                        "at least " + format(BigInteger.ZERO) + " available",
                        format(available));
            }
        }
        Amount maximum = limits.maxBalance();
        if (maximum != null) {
            BigInteger most = balance.add(incoming());
            if (most.compareTo(maximum.minor()) > 0) {
                throw new BrokenRule("above the maximum balance", "at most " + format(maximum.minor()), format(most));
            }
        }
    }

    /** Applies the change; returns what the balance changes by. */
    private BigInteger moved(AccountEvent event, boolean decidedHere) {
        AccountChange change = event.change();
        switch (change) {
            case AccountOpened opened -> limits = opened.limits();
            case AccountUpdated updated -> {
                unless(
                        updated.formerLimits() == null || limits.equals(updated.formerLimits()),
                        "the former limits do not follow from the events before",
                        limits,
                        updated.formerLimits());
                limits = updated.limits();
            }
            case AccountFrozen() -> to(AccountStatus.FROZEN, AccountStatus.OPEN);
            case AccountUnfrozen() -> to(AccountStatus.OPEN, AccountStatus.FROZEN);
            case AccountClosed() -> {
                unless(
                        balance.signum() == 0 && reservations.size() == 0,
                        "an account was closed that is not empty",
                        format(BigInteger.ZERO) + " and nothing reserved",
                        format(balance) + " and " + reservations.size() + " reservations");
                status = AccountStatus.CLOSED;
            }
            case FundsDeposited deposited -> {
                requireMoving(change);
                return deposited.amount().minor();
            }
            case FundsWithdrawn withdrawn -> {
                requireMoving(change);
                return withdrawn.amount().minor().negate();
            }
            case TransactionPosted posted -> {
                return post(event, sum(posted.entries()));
            }
            case TransactionReversed reversed -> {
                return post(event, sum(reversed.entries()));
            }
            case FundsReserved reserving -> {
                requireMoving(change);
                reservations.add(transaction(event), sum(reserving.entries()));
            }
            case FundsCaptured captured -> {
                if (decidedHere) {
                    requireMoving(change);
                }
                return capture(event, captured);
            }
            case FundsReleased released -> {
                BigInteger ended = reservations.end(transaction(event));
                unless(
                        ended.abs().equals(released.released().minor()),
                        "another amount was released than was reserved",
                        format(ended.abs()),
                        format(released.released().minor()));
            }
        }
        return BigInteger.ZERO;
    }

    private void to(AccountStatus next, AccountStatus before) {
        unless(status == before, "the status does not follow from the events before", before, status);
        status = next;
    }

    private void requireMoving(AccountChange change) {
        unless(status == AccountStatus.OPEN, "a frozen account moved", "no movement", change.getClass());
    }

    /** What was reserved for a post is used up by it. What was not, is decided now. */
    private BigInteger post(AccountEvent event, BigInteger moved) {
        if (!reservations.has(transaction(event))) {
            requireMoving(event.change());
            return moved;
        }
        BigInteger ended = reservations.end(transaction(event));
        if (!ended.equals(moved)) {
            throw new BrokenRule("another amount was posted than was reserved", format(ended), format(moved));
        }
        return moved;
    }

    private BigInteger capture(AccountEvent event, FundsCaptured captured) {
        BigInteger held = reservations.end(transaction(event));
        BigInteger moved = sum(captured.entries());
        BigInteger left = held.subtract(moved);
        BigInteger released = captured.released().minor();
        unless(
                moved.signum() == 0
                        || (moved.signum() == held.signum() && moved.abs().compareTo(held.abs()) <= 0),
                "more was captured than was held",
                "at most " + format(held),
                format(moved));
        unless(
                released.equals(captured.ended() ? left.abs() : BigInteger.ZERO),
                "another amount was released than was left of the hold",
                format(captured.ended() ? left.abs() : BigInteger.ZERO),
                format(released));
        if (!captured.ended()) {
            reservations.add(transaction(event), left);
        }
        return moved;
    }

    private static TransactionId transaction(AccountEvent event) {
        @Nullable TransactionId transaction = event.transactionId();
        if (transaction == null) {
            throw new BrokenRule("a movement of no transaction", "a transaction id", "none");
        }
        return transaction;
    }

    private String format(BigInteger minor) {
        return asset.format(minor) + " " + asset.code();
    }

    private static BigInteger sum(List<Entry> entries) {
        BigInteger sum = BigInteger.ZERO;
        for (Entry entry : entries) {
            sum = sum.add(entry.amount().minor());
        }
        return sum;
    }
}

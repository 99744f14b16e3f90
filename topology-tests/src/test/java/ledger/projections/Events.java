package ledger.projections;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import ledger.language.AccountChange;
import ledger.language.AccountChange.AccountOpened;
import ledger.language.AccountChange.Entry;
import ledger.language.AccountChange.FundsDeposited;
import ledger.language.AccountChange.FundsReleased;
import ledger.language.AccountChange.FundsReserved;
import ledger.language.AccountChange.FundsWithdrawn;
import ledger.language.AccountChange.ReleaseCause;
import ledger.language.AccountChange.TransactionPosted;
import ledger.language.AccountEvent;
import ledger.language.AccountId;
import ledger.language.Amount;
import ledger.language.Asset;
import ledger.language.CommandId;
import ledger.language.Limits;
import ledger.language.Posting;
import ledger.language.TransactionId;

/** Makes the events of one account, one after the other: an hour of recorded time from each to the next. */
final class Events {
    static final Asset EUR = new Asset("EUR", 2);
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final AccountId account;
    private long version;
    private long balance;
    private long reserved;

    Events(String account) {
        this.account = new AccountId(account);
    }

    /** When the event of that version is recorded. */
    static Instant at(long version) {
        return START.plusSeconds(3600 * version);
    }

    AccountEvent open() {
        return next(new AccountOpened(Limits.NONE_BELOW_ZERO, Map.of("tier", "gold", "branch", "7")));
    }

    AccountEvent deposit(long minor) {
        balance += minor;
        return next(new FundsDeposited(Amount.ofMinor(minor), "in " + minor, Map.of()));
    }

    /** That counts from another time. */
    AccountEvent deposit(long minor, Instant effectiveAt) {
        balance += minor;
        return next(new FundsDeposited(Amount.ofMinor(minor), null, Map.of()), effectiveAt);
    }

    AccountEvent withdraw(long minor) {
        balance -= minor;
        return next(new FundsWithdrawn(Amount.ofMinor(minor), null, Map.of()));
    }

    /** Sends an amount to another account, or gets one from there where it is negative; the home has the posting. */
    AccountEvent send(String transaction, long minor, String other, boolean home) {
        balance -= minor;
        Posting posting = minor > 0
                ? new Posting(account, new AccountId(other), Amount.ofMinor(minor), EUR)
                : new Posting(new AccountId(other), account, Amount.ofMinor(-minor), EUR);
        return next(
                new TransactionPosted(
                        List.of(new Entry(new AccountId(other), Amount.ofMinor(-minor))),
                        home ? List.of(posting) : List.of(),
                        null,
                        Map.of("z", "1", "a", "2")),
                at(version + 1),
                new TransactionId(transaction));
    }

    AccountEvent reserve(long minor) {
        reserved += minor;
        return next(new FundsReserved(List.of(), List.of(), true, null, null, Map.of()));
    }

    AccountEvent release(long minor) {
        reserved -= minor;
        return next(new FundsReleased(Amount.ofMinor(minor), ReleaseCause.VOIDED));
    }

    private AccountEvent next(AccountChange change) {
        return next(change, at(version + 1));
    }

    private AccountEvent next(AccountChange change, Instant effectiveAt) {
        return next(change, effectiveAt, new TransactionId("c-" + account + "-" + (version + 1)));
    }

    private AccountEvent next(AccountChange change, Instant effectiveAt, TransactionId transaction) {
        version++;
        CommandId command = new CommandId("c-" + account + "-" + version);
        return new AccountEvent(
                account,
                version,
                transaction,
                command,
                EUR,
                Amount.ofMinor(balance),
                Amount.ofMinor(reserved),
                Amount.ZERO,
                0,
                at(version),
                effectiveAt,
                change);
    }
}

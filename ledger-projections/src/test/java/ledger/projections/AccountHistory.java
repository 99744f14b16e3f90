package ledger.projections;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import ledger.language.AccountChange;
import ledger.language.AccountChange.AccountOpened;
import ledger.language.AccountChange.AccountUpdated;
import ledger.language.AccountChange.Entry;
import ledger.language.AccountChange.FundsCaptured;
import ledger.language.AccountChange.FundsDeposited;
import ledger.language.AccountChange.FundsReleased;
import ledger.language.AccountChange.FundsReserved;
import ledger.language.AccountChange.FundsWithdrawn;
import ledger.language.AccountChange.ReleaseCause;
import ledger.language.AccountChange.TransactionPosted;
import ledger.language.AccountChange.TransactionReversed;
import ledger.language.AccountEvent;
import ledger.language.AccountId;
import ledger.language.Amount;
import ledger.language.Asset;
import ledger.language.CommandId;
import ledger.language.Limits;
import ledger.language.Posting;
import ledger.language.TransactionId;

/**
 * Makes the events of one account, one after the other, as the shards write them: balance and reserved follow from the
 * entries. Versions are recorded an hour apart, and effective a minute before.
 */
public final class AccountHistory {
    public static final Asset EUR = new Asset("EUR", 2);
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Amount NOTHING = Amount.ZERO;

    private final AccountId account;
    private final Asset asset;
    private long version;
    private Amount balance = NOTHING;
    private Amount reserved = NOTHING;

    public AccountHistory(String account) {
        this(account, EUR);
    }

    public AccountHistory(String account, Asset asset) {
        this.account = new AccountId(account);
        this.asset = asset;
    }

    public static Instant recordedAt(long version) {
        return START.plusSeconds(3600 * version);
    }

    public static Instant effectiveAt(long version) {
        return recordedAt(version).minusSeconds(60);
    }

    public AccountId account() {
        return account;
    }

    public Asset asset() {
        return asset;
    }

    public Amount balance() {
        return balance;
    }

    public AccountEvent open(Limits limits) {
        return next("opening", NOTHING, NOTHING, new AccountOpened(limits, Map.of()));
    }

    public AccountEvent open() {
        return open(Limits.NONE_BELOW_ZERO);
    }

    public AccountEvent update(Limits limits) {
        return next("update", NOTHING, NOTHING, new AccountUpdated(limits, Map.of(), null));
    }

    public AccountEvent deposit(String id, Amount amount) {
        return next(id, amount, NOTHING, new FundsDeposited(amount, "in", Map.of("k", "v")));
    }

    public AccountEvent withdraw(String id, Amount amount) {
        return next(id, amount.negated(), NOTHING, new FundsWithdrawn(amount, null, Map.of()));
    }

    /** Posts the account's part of the postings; what was reserved for it is reserved no longer. */
    public AccountEvent post(String id, Amount wasReserved, boolean home, List<Posting> postings) {
        return next(
                id,
                net(entries(postings)),
                wasReserved.negated(),
                new TransactionPosted(entries(postings), home ? postings : List.of(), "ref", Map.of("k", "v")));
    }

    /** The same of a reversal; the postings are the reversal's. */
    public AccountEvent reverse(String id, String reversed, Amount wasReserved, boolean home, List<Posting> postings) {
        return next(
                id,
                net(entries(postings)),
                wasReserved.negated(),
                new TransactionReversed(
                        new TransactionId(reversed), entries(postings), home ? postings : List.of(), null, Map.of()));
    }

    /** Reserves what the postings take from the account. */
    public AccountEvent reserve(String id, boolean hold, boolean home, List<Posting> postings) {
        return next(
                id,
                NOTHING,
                taken(postings),
                new FundsReserved(
                        entries(postings),
                        home ? postings : List.of(),
                        hold,
                        hold ? recordedAt(1_000) : null,
                        "ref",
                        Map.of("k", "v")));
    }

    /** Captures these postings, which may be of smaller amounts than those reserved. */
    public AccountEvent capture(String id, Amount released, boolean ended, List<Posting> postings) {
        return next(
                id,
                net(entries(postings)),
                taken(postings).plus(released).negated(),
                new FundsCaptured(entries(postings), released, ended, "capture"));
    }

    public AccountEvent release(String id, Amount released, ReleaseCause cause) {
        return next(id, NOTHING, released.negated(), new FundsReleased(released, cause));
    }

    /** What the postings take from the account, at least nothing. */
    public Amount taken(List<Posting> postings) {
        Amount net = net(entries(postings));
        return net.isNegative() ? net.negated() : NOTHING;
    }

    private List<Entry> entries(List<Posting> postings) {
        return postings.stream()
                .flatMap(posting -> Stream.of(
                                new Side(
                                        posting.from(),
                                        new Entry(posting.to(), posting.amount().negated())),
                                new Side(posting.to(), new Entry(posting.from(), posting.amount())))
                        .filter(side -> side.account().equals(account)))
                .map(Side::entry)
                .toList();
    }

    private record Side(AccountId account, Entry entry) {}

    private static Amount net(List<Entry> entries) {
        return entries.stream().map(Entry::amount).reduce(NOTHING, Amount::plus);
    }

    /** An event that says anything. */
    public AccountEvent next(String id, Amount moved, Amount reservedMore, AccountChange change) {
        version++;
        balance = balance.plus(moved);
        reserved = reserved.plus(reservedMore);
        return new AccountEvent(
                account,
                version,
                new TransactionId(id),
                new CommandId(id),
                asset,
                balance,
                reserved,
                NOTHING,
                0,
                recordedAt(version),
                effectiveAt(version),
                change);
    }
}

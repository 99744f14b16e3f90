package ledger.projections;

import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
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
import ledger.testing.RandomValues;
import org.jspecify.annotations.Nullable;

/**
 * A random history of several accounts, with what each event is meant to say in plain values beside it. Equal seeds give
 * equal histories, and the amounts do not change what else happens.
 */
final class RandomHistory {
    /** No event says a cent more. */
    static final int NOWHERE = -1;

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<Instant> CORNERS = List.of(
            Instant.parse("0001-01-01T00:00:00Z"),
            Instant.parse("1969-12-31T23:59:59.999999Z"),
            Instant.parse("1970-01-01T00:00:00Z"),
            Instant.parse("1969-12-31T23:00:00Z"),
            Instant.parse("2024-02-29T12:00:00Z"),
            Instant.parse("9999-12-31T23:59:59.999999Z"));
    private static final AccountId OTHER = new AccountId("somebody-else");

    /**
     * What an event is meant to say.
     *
     * @param moved what the posted balance changed by, in minor units
     * @param balance after it
     */
    record Fact(
            AccountId account, long version, Asset asset, BigInteger moved, BigInteger balance, Instant effectiveAt) {}

    /** An event and its meaning. */
    record Step(AccountEvent event, Fact fact) {}

    private record Hold(TransactionId id, BigInteger minor) {}

    private static final class Book {
        private final AccountId account;
        private final Asset asset;
        private final Deque<Hold> holds = new ArrayDeque<>();
        private long version;
        private BigInteger balance = BigInteger.ZERO;
        private BigInteger reserved = BigInteger.ZERO;
        private boolean closed;

        Book(AccountId account, Asset asset) {
            this.account = account;
            this.asset = asset;
        }
    }

    private final RandomGenerator random;
    private final int oneMoreAt;
    private final List<Book> books;
    private final List<Step> steps = new ArrayList<>();
    private Instant now = START;

    /**
     * Makes a history.
     *
     * @param oneMoreAt the step that moves one minor unit more than it would, where it moves any; {@link #NOWHERE}: none
     */
    RandomHistory(RandomGenerator random, List<String> accounts, List<Asset> assets, int length, int oneMoreAt) {
        this.random = random;
        this.oneMoreAt = oneMoreAt;
        this.books = accounts.stream()
                .map(id -> new Book(new AccountId(id), RandomValues.oneOf(random, assets)))
                .toList();
        while (steps.size() < length) {
            now = now.plusMillis(random.nextLong(20_000_000));
            step(RandomValues.oneOf(random, books));
        }
    }

    List<Step> steps() {
        return steps;
    }

    /**
     * As a consumer may get it that begins anew from time to time, and that some never reach: stretches are repeated, and
     * steps are missing. The steps of an account that are there come in their order but for the repetitions.
     */
    List<Step> disturbed() {
        List<Step> left = new ArrayList<>(steps);
        left.removeIf(_ -> random.nextInt(20) == 0);
        List<Step> disturbed = new ArrayList<>();
        for (int i = 0; i < left.size(); i++) {
            disturbed.add(left.get(i));
            if (random.nextInt(15) == 0) {
                disturbed.addAll(left.subList(random.nextInt(i + 1), i + 1));
            }
        }
        return disturbed;
    }

    /** Of steps in the order in which they arrive, what counts: those of versions later than all before of the account. */
    static List<Fact> counted(List<Step> arrived) {
        Map<AccountId, Long> seen = new HashMap<>();
        List<Fact> counted = new ArrayList<>();
        for (Step step : arrived) {
            Fact fact = step.fact();
            if (fact.version() > seen.getOrDefault(fact.account(), 0L)) {
                seen.put(fact.account(), fact.version());
                counted.add(fact);
            }
        }
        return counted;
    }

    private void step(Book book) {
        if (book.closed) {
            return;
        }
        if (book.version == 0) {
            add(book, new AccountOpened(Limits.NONE_BELOW_ZERO, Map.of("tier", "gold")));
            return;
        }
        switch (random.nextInt(30)) {
            case 0 -> add(book, new AccountUpdated(Limits.NONE_BELOW_ZERO, Map.of("n", "" + steps.size()), null));
            case 1 -> add(book, new AccountFrozen());
            case 2 -> add(book, new AccountUnfrozen());
            case 3 -> close(book);
            case 4, 5, 6, 7, 8, 9, 10, 11 -> deposit(book);
            case 12, 13, 14, 15 -> withdraw(book);
            case 16, 17, 18, 19 -> post(book);
            case 20 -> postWhatCancelsOut(book);
            case 21, 22 -> reverse(book);
            case 23, 24, 25 -> reserve(book);
            case 26, 27, 28 -> capture(book);
            default -> release(book);
        }
    }

    /** One at least stays open, so that there is something to go on with. */
    private void close(Book book) {
        if (random.nextInt(5) == 0
                && books.stream().filter(other -> !other.closed).count() > 1) {
            book.closed = true;
            add(book, new AccountClosed());
        }
    }

    private void deposit(Book book) {
        BigInteger minor = minor();
        add(book, new FundsDeposited(new Amount(minor), "in", Map.of()), minor, newId());
    }

    private void withdraw(Book book) {
        BigInteger minor = minor();
        add(book, new FundsWithdrawn(new Amount(minor), null, Map.of()), minor.negate(), newId());
    }

    private void post(Book book) {
        BigInteger moved = random.nextBoolean() ? minor() : minor().negate();
        List<Entry> entries = new ArrayList<>(List.of(new Entry(OTHER, new Amount(moved))));
        if (random.nextInt(3) == 0) {
            Amount roundTrip = new Amount(BigInteger.valueOf(random.nextLong(1, 1000)));
            entries.add(new Entry(AccountId.WORLD, roundTrip));
            entries.add(new Entry(OTHER, roundTrip.negated()));
        }
        add(book, new TransactionPosted(entries, postings(book, moved), "order", Map.of()), moved, newId());
    }

    private void postWhatCancelsOut(Book book) {
        Amount amount = new Amount(minor());
        List<Entry> entries = List.of(new Entry(OTHER, amount), new Entry(OTHER, amount.negated()));
        add(book, new TransactionPosted(entries, List.of(), null, Map.of()), BigInteger.ZERO, newId());
    }

    private void reverse(Book book) {
        BigInteger moved = random.nextBoolean() ? minor() : minor().negate();
        List<Entry> entries = List.of(new Entry(OTHER, new Amount(moved)));
        TransactionId reversed = new TransactionId("reversed-" + steps.size());
        add(book, new TransactionReversed(reversed, entries, postings(book, moved), null, Map.of()), moved, newId());
    }

    private void reserve(Book book) {
        Hold hold = new Hold(newId(), BigInteger.valueOf(random.nextLong(1_000, 1_000_000)));
        BigInteger taken = hold.minor().negate();
        book.holds.add(hold);
        book.reserved = book.reserved.add(hold.minor());
        List<Entry> entries = List.of(new Entry(OTHER, new Amount(taken)));
        add(
                book,
                new FundsReserved(entries, postings(book, taken), true, now.plusSeconds(60), null, Map.of()),
                BigInteger.ZERO,
                hold.id());
    }

    private void capture(Book book) {
        Hold hold = book.holds.poll();
        if (hold != null) {
            book.reserved = book.reserved.subtract(hold.minor());
            BigInteger captured = plusOneHere(hold.minor().shiftRight(1));
            List<Entry> entries = List.of(new Entry(OTHER, new Amount(captured.negate())));
            Amount released = new Amount(hold.minor().subtract(captured));
            add(book, new FundsCaptured(entries, released, true, "part"), captured.negate(), hold.id());
        }
    }

    private void release(Book book) {
        Hold hold = book.holds.poll();
        if (hold != null) {
            book.reserved = book.reserved.subtract(hold.minor());
            add(book, new FundsReleased(new Amount(hold.minor()), ReleaseCause.VOIDED), BigInteger.ZERO, hold.id());
        }
    }

    private BigInteger minor() {
        return plusOneHere(BigInteger.valueOf(random.nextLong(1, 1_000_000)));
    }

    private BigInteger plusOneHere(BigInteger minor) {
        return steps.size() == oneMoreAt ? minor.add(BigInteger.ONE) : minor;
    }

    private TransactionId newId() {
        return new TransactionId("t-" + steps.size());
    }

    private static List<Posting> postings(Book book, BigInteger moved) {
        Amount amount = new Amount(moved.abs());
        return List.of(
                moved.signum() > 0
                        ? new Posting(OTHER, book.account, amount, book.asset)
                        : new Posting(book.account, OTHER, amount, book.asset));
    }

    private Instant effectiveAt() {
        Instant near = now.minus(random.nextLong(400_000_000_000L), ChronoUnit.MICROS);
        return switch (random.nextInt(6)) {
            case 0, 1 -> now;
            case 2 -> near;
            case 3 -> near.truncatedTo(ChronoUnit.HOURS);
            case 4 -> near.truncatedTo(ChronoUnit.DAYS).minus(1, ChronoUnit.MICROS);
            default -> RandomValues.oneOf(random, CORNERS);
        };
    }

    private void add(Book book, AccountChange change) {
        add(book, change, BigInteger.ZERO, null);
    }

    private void add(Book book, AccountChange change, BigInteger moved, @Nullable TransactionId transaction) {
        book.version++;
        book.balance = book.balance.add(moved);
        Instant effectiveAt = effectiveAt();
        AccountEvent event = new AccountEvent(
                book.account,
                book.version,
                transaction,
                new CommandId("c-" + steps.size()),
                book.asset,
                new Amount(book.balance),
                new Amount(book.reserved),
                Amount.ZERO,
                book.holds.size(),
                now,
                effectiveAt,
                change);
        steps.add(new Step(event, new Fact(book.account, book.version, book.asset, moved, book.balance, effectiveAt)));
    }
}

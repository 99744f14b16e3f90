package ledger.projections;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import ledger.language.AccountChange;
import ledger.language.AccountChange.FundsDeposited;
import ledger.language.AccountChange.FundsWithdrawn;
import ledger.language.AccountEvent;
import ledger.language.AccountId;
import ledger.language.Amount;
import ledger.language.CommandId;
import ledger.language.TransactionId;
import ledger.projections.RandomHistory.Fact;
import ledger.projections.RandomHistory.Step;
import ledger.projections.activity.ActivityItem;
import ledger.projections.activity.ActivityProjection;
import ledger.projections.activity.ActivityQueries;
import ledger.projections.activity.ActivityRequest;
import ledger.projections.activity.Window;
import ledger.records.ActivityRow;
import ledger.testing.RandomCases;
import ledger.testing.RandomValues;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ActivityTopologyTest {
    private static final AccountId ALICE = new AccountId("alice");
    private static final List<String> ACCOUNTS = List.of("a", "a:", "a-", "b", "{a}");
    private static final int STEPS = 250;

    private final ActivityProjection projection = new ActivityProjection(AvroSerde.of(ActivityRow.class));
    private final ProjectionDriver driver = new ProjectionDriver(projection);
    private final ActivityQueries queries = new ActivityQueries(projection, driver.model());
    private final Events alice = new Events("alice");

    @AfterEach
    void close() {
        driver.close();
    }

    private List<String> windows(Window window, @Nullable String from, @Nullable String to) {
        return all(queries, ALICE, window, time(from), time(to), 2).stream()
                .map(item -> item.from() + " " + item.to() + " " + item.count() + " " + item.in() + " " + item.out())
                .toList();
    }

    private static @Nullable Instant time(@Nullable String text) {
        return text == null ? null : Instant.parse(text);
    }

    @Test
    void countsWhatMovedTheBalanceInTheWindowOfItsEffectiveTime() {
        driver.fold(
                alice.open(),
                alice.deposit(1_000, Instant.parse("2026-03-01T10:00:00Z")),
                alice.deposit(7, Instant.parse("2026-03-01T10:59:59.999999Z")),
                alice.deposit(30, Instant.parse("2026-03-01T11:00:00Z")),
                alice.reserve(50),
                alice.release(50));

        assertThat(windows(Window.HOUR, null, null))
                .containsExactly(
                        "2026-03-01T10:00:00Z 2026-03-01T11:00:00Z 2 1007 0",
                        "2026-03-01T11:00:00Z 2026-03-01T12:00:00Z 1 30 0");
        assertThat(windows(Window.DAY, null, null))
                .containsExactly("2026-03-01T00:00:00Z 2026-03-02T00:00:00Z 3 1037 0");
    }

    @Test
    void aLateEntryChangesTheWindowWhereItBelongsWhateverItsAge() {
        driver.fold(
                alice.open(),
                alice.deposit(5, Instant.parse("2026-03-01T10:00:00Z")),
                alice.deposit(6, Instant.parse("1969-12-31T23:59:59.999999Z")),
                alice.deposit(7, Instant.parse("0001-01-01T00:00:00Z")),
                alice.deposit(8, Instant.parse("1970-01-01T00:00:00Z")),
                alice.deposit(9, Instant.parse("1969-12-31T00:00:00Z")));

        assertThat(windows(Window.DAY, null, null))
                .containsExactly(
                        "0001-01-01T00:00:00Z 0001-01-02T00:00:00Z 1 7 0",
                        "1969-12-31T00:00:00Z 1970-01-01T00:00:00Z 2 15 0",
                        "1970-01-01T00:00:00Z 1970-01-02T00:00:00Z 1 8 0",
                        "2026-03-01T00:00:00Z 2026-03-02T00:00:00Z 1 5 0");
    }

    @Test
    void fromIsRoundedDownToItsWindowAndToExcludesThoseThatStartThen() {
        driver.fold(
                alice.open(),
                alice.deposit(1, Instant.parse("2026-03-01T10:00:00Z")),
                alice.deposit(2, Instant.parse("2026-03-02T10:00:00Z")),
                alice.deposit(3, Instant.parse("2026-03-03T10:00:00Z")));
        String second = "2026-03-02T00:00:00Z 2026-03-03T00:00:00Z 1 2 0";

        assertThat(windows(Window.DAY, "2026-03-02T23:59:59.999Z", "2026-03-03T00:00:00Z"))
                .containsExactly(second);
        assertThat(windows(Window.DAY, "2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z"))
                .containsExactly(second);
        assertThat(windows(Window.DAY, "2026-03-02T00:00:00Z", "2026-03-03T00:00:00.000001Z"))
                .hasSize(2);
        assertThat(windows(Window.DAY, "2026-03-02T12:00:00Z", "2026-03-02T11:00:00Z"))
                .containsExactly(second);
        assertThat(windows(Window.DAY, "2026-03-03T00:00:00Z", "2026-03-03T00:00:00Z"))
                .isEmpty();
        assertThat(windows(Window.DAY, "2026-03-04T00:00:00Z", "2026-03-01T00:00:00Z"))
                .isEmpty();
    }

    @Test
    void knowsTheLastVersionAlsoWhereItMovedNothing() {
        driver.fold(alice.open(), alice.reserve(5));

        ActivityRequest request = new ActivityRequest(Window.DAY, null, null, null, 9);
        assertThat(queries.page(ALICE, request))
                .contains(new AccountPage<>(2, Events.EUR, new Page<>(List.of(), null)));
        assertThat(queries.page(new AccountId("ali"), request)).isEmpty();
    }

    @Test
    void sumsMayExceedTheRangeOfAmounts() {
        BigInteger most = RandomValues.LARGEST;
        for (int round = 0; round < 3; round++) {
            driver.fold(large(2 * round + 1, new FundsDeposited(new Amount(most), null, Map.of()), most));
            driver.fold(large(2 * round + 2, new FundsWithdrawn(new Amount(most), null, Map.of()), BigInteger.ZERO));
        }

        BigInteger three = most.multiply(BigInteger.valueOf(3));
        assertThat(windows(Window.DAY, null, null))
                .containsExactly("2026-01-01T00:00:00Z 2026-01-02T00:00:00Z 6 " + three + " " + three);
    }

    private static AccountEvent large(long version, AccountChange change, BigInteger balance) {
        return new AccountEvent(
                ALICE,
                version,
                new TransactionId("t" + version),
                new CommandId("c" + version),
                Events.EUR,
                new Amount(balance),
                Amount.ZERO,
                Amount.ZERO,
                0,
                Events.START,
                Events.START,
                change);
    }

    @Test
    void aCursorOutsideIsNoError() {
        driver.fold(alice.open(), alice.deposit(1, Instant.parse("2026-03-01T10:00:00Z")));
        for (long cursor : new long[] {Long.MIN_VALUE, -1, 0}) {
            assertThat(page(queries, ALICE, new ActivityRequest(Window.DAY, null, null, cursor, 9))
                            .items())
                    .hasSize(1);
        }
        assertThat(page(queries, ALICE, new ActivityRequest(Window.DAY, null, null, Long.MAX_VALUE, 9))
                        .items())
                .isEmpty();
    }

    @Test
    void isWhatAFoldInPlainCollectionsSays() {
        RandomCases.check(15, random -> {
            RandomHistory history =
                    new RandomHistory(random, ACCOUNTS, List.of(Events.EUR), STEPS, RandomHistory.NOWHERE);
            List<Step> arrived = history.disturbed();
            try (Partitions partitions = new Partitions(projection, 2)) {
                partitions.fold(arrived.stream().map(Step::event));
                compare(random, RandomHistory.counted(arrived), new ActivityQueries(projection, partitions.model()));
            }
        });
    }

    private static void compare(RandomGenerator random, List<Fact> facts, ActivityQueries queries) {
        for (String id : ACCOUNTS) {
            AccountId account = new AccountId(id);
            List<Fact> own = facts.stream()
                    .filter(fact -> fact.account().equals(account))
                    .toList();
            assertThat(queries.page(account, new ActivityRequest(Window.DAY, null, null, null, 1))
                            .map(AccountPage::version)
                            .orElse(0L))
                    .isEqualTo(own.isEmpty() ? 0L : own.getLast().version());
            for (Window window : Window.values()) {
                ChronoUnit unit = window == Window.DAY ? ChronoUnit.DAYS : ChronoUnit.HOURS;
                List<ActivityItem> expected = expected(own, unit);
                int limit = random.nextInt(1, 8);
                assertThat(all(queries, account, window, null, null, limit)).isEqualTo(expected);
                if (!own.isEmpty()) {
                    Instant from = RandomValues.oneOf(random, own).effectiveAt();
                    Instant to = RandomValues.oneOf(random, own).effectiveAt();
                    assertThat(all(queries, account, window, from, to, limit))
                            .isEqualTo(expected.stream()
                                    .filter(item -> !item.from().isBefore(floor(from, unit))
                                            && item.from().isBefore(to))
                                    .toList());
                }
            }
        }
    }

    private static List<ActivityItem> expected(List<Fact> facts, ChronoUnit unit) {
        SortedMap<Instant, List<BigInteger>> moved = new TreeMap<>();
        facts.stream()
                .filter(fact -> fact.moved().signum() != 0)
                .forEach(fact -> moved.computeIfAbsent(floor(fact.effectiveAt(), unit), _ -> new ArrayList<>())
                        .add(fact.moved()));
        return moved.entrySet().stream()
                .map(entry -> new ActivityItem(
                        entry.getKey(),
                        entry.getKey().plus(1, unit),
                        entry.getValue().size(),
                        entry.getValue().stream()
                                .filter(minor -> minor.signum() > 0)
                                .reduce(BigInteger.ZERO, BigInteger::add),
                        entry.getValue().stream()
                                .filter(minor -> minor.signum() < 0)
                                .reduce(BigInteger.ZERO, BigInteger::subtract)))
                .toList();
    }

    private static Instant floor(Instant time, ChronoUnit unit) {
        return time.atOffset(ZoneOffset.UTC).truncatedTo(unit).toInstant();
    }

    private static Page<ActivityItem, Long> page(ActivityQueries queries, AccountId account, ActivityRequest request) {
        return queries.page(account, request).map(AccountPage::page).orElse(new Page<>(List.of(), null));
    }

    private static List<ActivityItem> all(
            ActivityQueries queries,
            AccountId account,
            Window window,
            @Nullable Instant from,
            @Nullable Instant to,
            int limit) {
        List<ActivityItem> items = new ArrayList<>();
        @Nullable Long cursor = null;
        do {
            Page<ActivityItem, Long> page =
                    page(queries, account, new ActivityRequest(window, from, to, cursor, limit));
            assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
            items.addAll(page.items());
            cursor = page.nextCursor();
        } while (cursor != null);
        return items;
    }
}

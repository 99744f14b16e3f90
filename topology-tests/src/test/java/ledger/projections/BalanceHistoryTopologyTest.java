package ledger.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import ledger.language.AccountEvent;
import ledger.language.AccountId;
import ledger.projections.history.BalanceAt;
import ledger.projections.history.BalanceHistoryProjection;
import ledger.projections.history.BalanceHistoryQueries;
import ledger.projections.history.HistoryKey;
import ledger.records.BalanceHistoryRow;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BalanceHistoryTopologyTest {
    private static final AccountId ALICE = new AccountId("alice");

    private final BalanceHistoryProjection projection =
            new BalanceHistoryProjection(AvroSerde.of(BalanceHistoryRow.class));
    private final ProjectionDriver driver = new ProjectionDriver(projection);
    private final BalanceHistoryQueries queries = new BalanceHistoryQueries(projection, driver.model());
    private final Events alice = new Events("alice");

    /** An entry as plain data: what the answers are computed from here. */
    private record Plain(long minor, Instant recordedAt, Instant effectiveAt) {}

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void tellsTheBalanceAtATime() {
        driver.fold(
                alice.open(),
                alice.deposit(1_000),
                alice.withdraw(300),
                alice.reserve(50),
                alice.release(50),
                alice.deposit(5),
                alice.deposit(40, Events.at(2)),
                alice.withdraw(1));

        assertThat(at(null, null)).isEqualTo(744);
        assertThat(at(Events.at(1), null)).isZero();
        assertThat(at(Events.at(2).minusMillis(1), null)).isZero();
        assertThat(at(Events.at(2), null)).isEqualTo(1_000);
        assertThat(at(Events.at(5), null)).isEqualTo(700);
        assertThat(at(Events.at(99), null)).isEqualTo(744);
        assertThat(at(null, Events.at(2))).isEqualTo(1_040);
        assertThat(at(null, Events.at(2).minusNanos(1))).isZero();
        assertThat(at(Events.at(6), Events.at(2))).isEqualTo(1_000);
        assertThat(at(Events.at(7), Events.at(3))).isEqualTo(740);
        assertThat(at(null, Events.START)).isZero();
        assertThat(queries.balanceAt(new AccountId("ali"), null, null)).isEmpty();
        assertThat(queries.balanceAt(new AccountId("alice2"), null, null)).isEmpty();
    }

    @Test
    void anEntryCountsFromItsTimeHoweverFarItIs() {
        Instant ancient = Instant.parse("0001-01-01T00:00:00Z");
        Instant beforeUnix = Instant.parse("1969-12-31T23:59:59.999999Z");
        Instant farOff = Instant.parse("9999-12-31T23:59:59.999999Z");
        driver.fold(
                alice.open(),
                alice.deposit(1, ancient),
                alice.deposit(10, beforeUnix),
                alice.deposit(100, farOff),
                alice.deposit(1_000));

        assertThat(at(null, ancient)).isEqualTo(1);
        assertThat(at(null, beforeUnix.minusNanos(1))).isEqualTo(1);
        assertThat(at(null, beforeUnix)).isEqualTo(11);
        assertThat(at(null, beforeUnix.plusNanos(500))).isEqualTo(11);
        assertThat(at(null, Instant.EPOCH)).isEqualTo(11);
        assertThat(at(null, farOff.minusNanos(1))).isEqualTo(1_011);
        assertThat(at(null, farOff)).isEqualTo(1_111);
        assertThat(at(Events.at(3), farOff)).isEqualTo(11);
        assertThat(at(null, null)).isEqualTo(1_111);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void isWhatPlainSumsSay(long seed) {
        Random random = new Random(seed);
        List<Plain> entries = new ArrayList<>();
        List<Instant> times = new ArrayList<>(List.of(Events.START.minus(Duration.ofDays(400))));
        Events bob = new Events("alice-");
        driver.fold(alice.open(), bob.open(), bob.deposit(77), bob.deposit(7, Events.at(1)));
        for (int version = 2; version < 150; version++) {
            times.addAll(fold(random, version, entries));
        }

        for (int i = 0; i < 400; i++) {
            Instant asOf = random.nextInt(4) == 0 ? null : near(random, times);
            Instant effective = random.nextInt(4) == 0 ? null : near(random, times);
            assertThat(at(asOf, effective))
                    .as("asOf %s, effectiveAsOf %s", asOf, effective)
                    .isEqualTo(plain(entries, asOf, effective));
        }
    }

    /** Folds an event of some kind; returns the times that matter. */
    private List<Instant> fold(Random random, int version, List<Plain> entries) {
        Instant recordedAt = Events.at(version);
        long minor = 1L + random.nextInt(500);
        return switch (random.nextInt(5)) {
            case 0 -> {
                driver.fold(alice.reserve(minor));
                yield List.of();
            }
            case 1 -> moved(alice.withdraw(minor), -minor, recordedAt, entries);
            case 2 -> moved(alice.deposit(minor), minor, recordedAt, entries);
            default -> {
                // Some at one and the same time, some on the same day, some far off.
                long hours = random.nextBoolean() ? random.nextInt(3) : random.nextInt(20_000) - 10_000L;
                Instant effectiveAt = Events.START.plus(Duration.ofHours(hours));
                yield moved(alice.deposit(minor, effectiveAt), minor, effectiveAt, entries);
            }
        };
    }

    private List<Instant> moved(AccountEvent event, long minor, Instant effectiveAt, List<Plain> entries) {
        driver.fold(event);
        entries.add(new Plain(minor, event.recordedAt(), effectiveAt));
        return List.of(event.recordedAt(), effectiveAt);
    }

    private static Instant near(Random random, List<Instant> times) {
        return times.get(random.nextInt(times.size())).plusMillis(random.nextInt(3) - 1);
    }

    private static long plain(List<Plain> entries, @Nullable Instant asOf, @Nullable Instant effective) {
        return entries.stream()
                .filter(entry -> asOf == null || !entry.recordedAt().isAfter(asOf))
                .filter(entry -> effective == null || !entry.effectiveAt().isAfter(effective))
                .mapToLong(Plain::minor)
                .sum();
    }

    @Test
    void foldsAnEventOnceAndGoesOnAfterMissingVersions() {
        driver.fold(alice.open(), alice.deposit(1), alice.deposit(2, Events.at(1)));
        alice.deposit(4);
        driver.fold(alice.deposit(8));
        Events again = new Events("alice");
        driver.fold(again.open(), again.deposit(999));

        assertThat(at(Events.at(3), null)).isEqualTo(3);
        assertThat(at(null, null)).isEqualTo(15);
        assertThat(at(null, Events.at(2))).isEqualTo(3);
        assertThat(driver.gaps()).containsExactly("balance-history alice 4..4");
    }

    /** The punctual entries are summed up first, and then the others: here, one of each kind comes between. */
    @Test
    void aBalanceIsOfOneVersionThoughTheAccountChangesWhileItIsRead() {
        driver.fold(alice.open(), alice.deposit(1_000), alice.deposit(5, Events.at(1)));
        List<AccountEvent> between = new ArrayList<>(List.of(alice.deposit(100), alice.deposit(40, Events.at(1))));
        InterruptedReads stores = new InterruptedReads(driver, "reverseRange", () -> {
            driver.fold(between.stream());
            between.clear();
        });
        BalanceHistoryQueries interrupted =
                new BalanceHistoryQueries(projection, new ReadModel(() -> stores, (_, _) -> 0));

        BalanceAt balance = interrupted.balanceAt(ALICE, null, Events.at(99)).orElseThrow();

        assertThat(between).isEmpty();
        assertThat(balance.minor()).isEqualTo(1_145);
        assertThat(balance.version()).isEqualTo(5);
    }

    @Test
    void aBalanceOfAnAccountThatNeverStaysIsNotTold() {
        driver.fold(alice.open(), alice.deposit(1));
        InterruptedReads stores = new InterruptedReads(driver, "reverseRange", () -> driver.fold(alice.deposit(1)));
        BalanceHistoryQueries interrupted =
                new BalanceHistoryQueries(projection, new ReadModel(() -> stores, (_, _) -> 0));

        assertThatThrownBy(() -> interrupted.balanceAt(ALICE, null, Events.at(99)))
                .isInstanceOf(ReadModelUnavailableException.class)
                .hasMessageContaining("changes faster than its history can be read");
    }

    /** Streams empties a store that it finds corrupted while it is read. */
    @Test
    void aBalanceWhoseHistoryIsEmptiedMeanwhileIsNotTold() {
        driver.fold(alice.open(), alice.deposit(1));
        InterruptedReads stores = new InterruptedReads(driver, "reverseRange", this::emptyTheStore);
        BalanceHistoryQueries interrupted =
                new BalanceHistoryQueries(projection, new ReadModel(() -> stores, (_, _) -> 0));

        assertThatThrownBy(() -> interrupted.balanceAt(ALICE, null, Events.at(99)))
                .isInstanceOf(ReadModelUnavailableException.class)
                .hasMessageContaining("emptied");
    }

    private void emptyTheStore() {
        KeyValueStore<HistoryKey, BalanceHistoryRow> rows = driver.writable(projection.rows());
        List<HistoryKey> keys = new ArrayList<>();
        try (KeyValueIterator<HistoryKey, BalanceHistoryRow> all = rows.all()) {
            all.forEachRemaining(row -> keys.add(row.key));
        }
        keys.forEach(rows::delete);
    }

    @Test
    void digestChangesWithOneCent() {
        assertThat(digestOf(5)).isEqualTo(digestOf(5)).isNotEqualTo(digestOf(6));
    }

    private ModelDigest digestOf(long minor) {
        try (ProjectionDriver run = new ProjectionDriver(projection)) {
            Events events = new Events("bob");
            run.fold(events.open(), events.deposit(100), events.deposit(minor));
            return ModelDigest.of(projection, run);
        }
    }

    private long at(@Nullable Instant asOf, @Nullable Instant effectiveAsOf) {
        return queries.balanceAt(ALICE, asOf, effectiveAsOf)
                .map(BalanceAt::minor)
                .map(BigInteger::longValueExact)
                .orElseThrow();
    }
}

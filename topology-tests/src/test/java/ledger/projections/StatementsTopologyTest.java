package ledger.projections;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import ledger.language.AccountId;
import ledger.language.Amount;
import ledger.projections.statements.StatementItem;
import ledger.projections.statements.StatementQueries;
import ledger.projections.statements.StatementRequest;
import ledger.projections.statements.StatementRequest.Order;
import ledger.projections.statements.StatementsProjection;
import ledger.records.StatementRow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatementsTopologyTest {
    private static final AccountId ALICE = new AccountId("alice");
    private static final List<Long> MOVED = List.of(2L, 3L, 6L, 7L, 8L);

    private final StatementsProjection projection = new StatementsProjection(AvroSerde.of(StatementRow.class));
    private final ProjectionDriver driver = new ProjectionDriver(projection);
    private final StatementQueries queries = new StatementQueries(projection, driver.model());
    private final Events alice = new Events("alice");

    /** Alice's versions 2, 3, 6, 7 and 8 move the balance; her neighbours in the store have as many. */
    @BeforeEach
    void fold() {
        driver.fold(
                alice.open(),
                alice.deposit(1_000),
                alice.withdraw(300),
                alice.reserve(50),
                alice.release(50),
                alice.deposit(5),
                alice.deposit(40, Events.at(2)),
                alice.withdraw(1),
                alice.reserve(7));
        for (String neighbour : List.of("alic", "alice-", "alicf")) {
            Events events = new Events(neighbour);
            driver.fold(events.open(), events.deposit(9), events.deposit(9), events.deposit(9));
        }
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void showsWhatMovedTheBalanceWithTheRunningBalance() {
        List<StatementItem> items = page(request(Order.ASC, 100)).items();

        assertThat(versions(items)).isEqualTo(MOVED);
        assertThat(items)
                .extracting(item -> item.amount().minor().longValue())
                .containsExactly(1_000L, -300L, 5L, 40L, -1L);
        assertThat(items)
                .extracting(item -> item.balanceAfter().minor().longValue())
                .containsExactly(1_000L, 700L, 705L, 745L, 744L);
        StatementItem first = items.getFirst();
        assertThat(first.counterparties()).containsExactly(AccountId.WORLD);
        assertThat(first.reference()).isEqualTo("in 1000");
        assertThat(first.transactionId()).isNotNull();
        assertThat(first.recordedAt()).isEqualTo(Events.at(2));
        assertThat(items.get(3).effectiveAt()).isEqualTo(Events.at(2));
    }

    @Test
    void knowsTheLastVersionAlsoWhereItMovedNothing() {
        assertThat(queries.page(ALICE, request(Order.ASC, 1))).hasValueSatisfying(read -> {
            assertThat(read.version()).isEqualTo(9);
            assertThat(read.asset()).isEqualTo(Events.EUR);
        });
        assertThat(queries.page(new AccountId("ali"), request(Order.DESC, 5))).isEmpty();
    }

    /** Another generation takes over, which has not come so far yet. */
    @Test
    void aPageAndItsVersionAreOfOneGeneration() {
        try (ProjectionDriver behind = new ProjectionDriver(projection)) {
            Events again = new Events("alice");
            behind.fold(again.open(), again.deposit(1_000));
            AtomicInteger looks = new AtomicInteger();
            StatementQueries switched = new StatementQueries(
                    projection, new ReadModel(() -> looks.getAndIncrement() == 0 ? driver : behind, (_, _) -> 0));
            assertThat(switched.page(ALICE, request(Order.ASC, 100))).hasValueSatisfying(read -> {
                assertThat(read.version()).isEqualTo(9);
                assertThat(versions(read.page().items())).isEqualTo(MOVED);
            });
            assertThat(switched.page(ALICE, request(Order.ASC, 100))).hasValueSatisfying(read -> {
                assertThat(read.version()).isEqualTo(2);
                assertThat(versions(read.page().items())).containsExactly(2L);
            });
        }
    }

    private Page<StatementItem, Long> page(StatementRequest request) {
        return queries.page(ALICE, request).orElseThrow().page();
    }

    @ParameterizedTest
    @EnumSource(Order.class)
    void pagesHaveEveryEntryOnce(Order order) {
        for (int limit = 1; limit <= MOVED.size() + 1; limit++) {
            assertThat(allVersions(null, null, order, limit))
                    .as("limit " + limit)
                    .isEqualTo(order == Order.ASC ? MOVED : MOVED.reversed());
        }
    }

    @ParameterizedTest
    @EnumSource(Order.class)
    void fromIsInclusiveAndToExclusive(Order order) {
        for (long from = 0; from <= 10; from++) {
            for (long to = 0; to <= 10; to++) {
                long first = from;
                long end = to;
                List<Long> expected =
                        MOVED.stream().filter(v -> v >= first && v < end).toList();
                assertThat(allVersions(Events.at(from), Events.at(to), order, 2))
                        .as(from + " to " + to)
                        .isEqualTo(order == Order.ASC ? expected : expected.reversed());
            }
        }
        assertThat(allVersions(Events.at(3).plusMillis(1), null, Order.ASC, 9)).containsExactly(6L, 7L, 8L);
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 9, 10, Long.MAX_VALUE})
    void aCursorOutsideIsNoError(long cursor) {
        var ascending = page(new StatementRequest(null, null, Order.ASC, cursor, 9));
        var descending = page(new StatementRequest(null, null, Order.DESC, cursor, 9));

        assertThat(versions(ascending.items())).isEqualTo(cursor <= 0 ? MOVED : List.of());
        assertThat(versions(descending.items())).isEqualTo(cursor <= 0 ? List.of() : MOVED.reversed());
    }

    @Test
    void anAscendingCursorGoesOnIntoLaterEntries() {
        driver.fold(alice.deposit(3));

        assertThat(versions(
                        page(new StatementRequest(null, null, Order.ASC, 8L, 9)).items()))
                .containsExactly(10L);
    }

    @Test
    void foldsAnEventOnceAndGoesOnAfterMissingVersions() {
        driver.fold(alice.deposit(1));
        alice.deposit(2);
        driver.fold(alice.deposit(3));
        Events again = new Events("alice");
        driver.fold(again.open(), again.deposit(999));

        assertThat(page(request(Order.DESC, 1)).items().getFirst().balanceAfter())
                .isEqualTo(Amount.ofMinor(750));
        assertThat(driver.gaps()).containsExactly("statements alice 11..11");
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

    private List<Long> allVersions(@Nullable Instant from, @Nullable Instant to, Order order, int limit) {
        List<Long> versions = new ArrayList<>();
        @Nullable Long cursor = null;
        do {
            Page<StatementItem, Long> page = page(new StatementRequest(from, to, order, cursor, limit));
            assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
            versions.addAll(versions(page.items()));
            cursor = page.nextCursor();
        } while (cursor != null);
        return versions;
    }

    private static List<Long> versions(List<StatementItem> items) {
        return items.stream().map(StatementItem::version).toList();
    }

    private static StatementRequest request(Order order, int limit) {
        return new StatementRequest(null, null, order, null, limit);
    }
}

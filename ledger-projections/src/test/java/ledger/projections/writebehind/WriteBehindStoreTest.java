package ledger.projections.writebehind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import ledger.projections.MapStore;
import ledger.testing.RandomCases;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.query.FailureReason;
import org.apache.kafka.streams.query.KeyQuery;
import org.apache.kafka.streams.query.PositionBound;
import org.apache.kafka.streams.query.Query;
import org.apache.kafka.streams.query.QueryConfig;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.junit.jupiter.api.Test;

class WriteBehindStoreTest {
    private final MapStore<String, Long> stored = new MapStore<>();
    private final WriteBehindStore<String, Long> store = new WriteBehindStore<>(stored, Serdes.String(), Serdes.Long());

    private static <V> List<String> rows(KeyValueIterator<String, V> iterator) {
        List<String> rows = new ArrayList<>();
        try (iterator) {
            while (iterator.hasNext()) {
                String key = iterator.peekNextKey();
                KeyValue<String, V> row = iterator.next();
                assertThat(row.key).isEqualTo(key);
                rows.add(row.key + "=" + row.value);
            }
            assertThatThrownBy(iterator::next).isInstanceOf(NoSuchElementException.class);
        }
        return rows;
    }

    private void commit() {
        store.flushCache();
    }

    @Test
    void whatIsPutIsReadAtOnceAndWrittenAtTheCommit() {
        store.put("a", 1L);
        assertThat(store.get("a")).isEqualTo(1);
        assertThat(rows(store.all())).containsExactly("a=1");
        assertThat(stored.get("a")).isNull();
        commit();
        assertThat(stored.get("a")).isEqualTo(1);
        assertThat(store.get("a")).isEqualTo(1);
    }

    /** The store below would answer, without the rows that it does not have yet. */
    @Test
    void aQueryOfStreamsIsRefused() {
        MapStore<String, Long> below = new MapStore<>() {
            @Override
            @SuppressWarnings("unchecked") // a query of the one kind that is made here
            public <R> QueryResult<R> query(Query<R> query, PositionBound bound, QueryConfig config) {
                return (QueryResult<R>) QueryResult.forResult(get("a"));
            }
        };
        var above = new WriteBehindStore<>(below, Serdes.String(), Serdes.Long());
        above.put("a", 1L);
        assertThat(above.query(KeyQuery.<String, Long>withKey("a"), PositionBound.unbounded(), new QueryConfig(false))
                        .getFailureReason())
                .isEqualTo(FailureReason.UNKNOWN_QUERY_TYPE);
    }

    @Test
    void aRowThatChangedOftenIsWrittenOnce() {
        for (long value = 1; value <= 5; value++) {
            store.put("a", value);
        }
        commit();
        commit();
        assertThat(stored.writes()).isEqualTo(1);
        assertThat(stored.get("a")).isEqualTo(5);
    }

    @Test
    void whatIsDeletedIsGoneAtOnceAndFromTheStoreAtTheCommit() {
        store.put("a", 1L);
        store.put("b", 2L);
        commit();
        assertThat(store.delete("a")).isEqualTo(1);
        assertThat(store.get("a")).isNull();
        assertThat(rows(store.all())).containsExactly("b=2");
        assertThat(stored.get("a")).isEqualTo(1);
        commit();
        assertThat(stored.get("a")).isNull();
    }

    @Test
    void onlyWhatIsAbsentIsPutIfAbsent() {
        assertThat(store.putIfAbsent("a", 1L)).isNull();
        assertThat(store.putIfAbsent("a", 2L)).isEqualTo(1);
        store.putAll(List.of(KeyValue.pair("b", 3L)));
        commit();
        assertThat(rows(stored.all())).containsExactly("a=1", "b=3");
    }

    @Test
    void rowsThatAreTooManyDoNotWaitForACommit() {
        for (int i = 0; i < WriteBehindStore.MAX_UNWRITTEN - 1; i++) {
            store.put("row" + i, 1L);
        }
        assertThat(stored.writes()).isZero();
        store.put("one more", 1L);
        assertThat(stored.writes()).isEqualTo(WriteBehindStore.MAX_UNWRITTEN);
    }

    @Test
    void rowsThatAreTooLargeDoNotWaitForACommit() {
        MapStore<String, String> large = new MapStore<>();
        WriteBehindStore<String, String> rows = new WriteBehindStore<>(large, Serdes.String(), Serdes.String());
        String value = "x".repeat(WriteBehindStore.MAX_UNWRITTEN_BYTES / 10);
        for (int i = 0; i < 10; i++) {
            rows.put("row" + i, value);
        }
        assertThat(large.writes()).isZero();
        rows.put("one more", value);
        assertThat(large.writes()).isEqualTo(11);
    }

    @Test
    void whatIsUnwrittenIsGivenUpAlsoWhenTheStoreCannotBeClosed() {
        MapStore<String, Long> broken = new MapStore<>();
        broken.failOnClose();
        WriteBehindStore<String, Long> rows = new WriteBehindStore<>(broken, Serdes.String(), Serdes.Long());
        rows.put("a", 1L);
        assertThatThrownBy(rows::close).isInstanceOf(IllegalStateException.class);
        rows.flushCache();
        assertThat(broken.writes()).isZero();
    }

    @Test
    void anIteratorSeesWhatWasThereWhenItWasMade() {
        store.put("a", 1L);
        store.put("c", 3L);
        commit();
        store.put("a", 2L);
        store.put("b", 2L);
        KeyValueIterator<String, Long> before = store.all();
        store.put("b", 9L);
        store.delete("c");
        store.put("d", 9L);
        commit();
        store.put("a", 9L);
        assertThat(rows(before)).containsExactly("a=2", "b=2", "c=3");
        assertThat(stored.openIterators()).isZero();
    }

    @Test
    void aRangeThatEndsBeforeItBeginsIsEmpty() {
        store.put("b", 1L);
        assertThat(rows(store.range("c", "a"))).isEmpty();
        assertThat(rows(store.reverseRange("c", "a"))).isEmpty();
    }

    @Test
    void whatWasNotCommittedIsGivenUp() {
        store.put("a", 1L);
        commit();
        store.put("a", 2L);
        store.clearCache();
        assertThat(store.get("a")).isEqualTo(1);
        store.put("a", 3L);
        store.close();
        store.flushCache();
        assertThat(stored.get("a")).isEqualTo(1);
    }

    @Test
    void aStoreThatWasEmptyIsNotAskedForWhatWasNeverPut() {
        store.put("a", 1L);
        commit();
        assertThat(store.get("b")).isNull();
        assertThat(stored.reads()).isZero();
        assertThat(store.get("a")).isEqualTo(1);
        assertThat(stored.reads()).isEqualTo(1);
    }

    @Test
    void aStoreThatHadRowsIsAskedForAll() {
        stored.put("b", 2L);
        store.put("a", 1L);
        assertThat(store.get("b")).isEqualTo(2);
        assertThat(store.get("c")).isNull();
        assertThat(stored.reads()).isEqualTo(2);
    }

    /** Streams restores a store, or lets it follow the one of another task, without this. */
    @Test
    void whatOthersWroteMeanwhileIsFound() {
        store.put("a", 1L);
        commit();
        store.clearCache();
        stored.put("b", 2L);
        assertThat(store.get("b")).isEqualTo(2);
        store.put("a", 3L);
        assertThat(store.get("b")).isEqualTo(2);
        store.close();
        stored.put("c", 3L);
        store.put("a", 4L);
        assertThat(store.get("c")).isEqualTo(3);
    }

    /** Against a map, with commits in between, of which nothing is to be seen. */
    @Test
    void isLikeAMap() {
        RandomCases.check(300, random -> {
            MapStore<String, Long> written = new MapStore<>();
            NavigableMap<String, Long> map = new TreeMap<>();
            if (random.nextBoolean()) {
                written.put("c", 3L);
                map.put("c", 3L);
            }
            WriteBehindStore<String, Long> tried = new WriteBehindStore<>(written, Serdes.String(), Serdes.Long());
            for (int step = 0; step < 60; step++) {
                change(random, tried, map);
                String one = key(random);
                String other = key(random);
                String from = one.compareTo(other) < 0 ? one : other;
                String to = one.compareTo(other) < 0 ? other : one;
                assertThat(tried.get(one)).isEqualTo(map.get(one));
                NavigableMap<String, Long> range = map.subMap(from, true, to, true);
                assertThat(rows(tried.range(from, to))).isEqualTo(rows(range));
                assertThat(rows(tried.reverseRange(from, to))).isEqualTo(rows(range.descendingMap()));
                assertThat(rows(tried.all())).isEqualTo(rows(map));
                assertThat(rows(tried.reverseAll())).isEqualTo(rows(map.descendingMap()));
            }
        });
    }

    private static String key(RandomGenerator random) {
        return Character.toString('a' + random.nextInt(8));
    }

    private static void change(
            RandomGenerator random, WriteBehindStore<String, Long> store, NavigableMap<String, Long> map) {
        String key = key(random);
        switch (random.nextInt(5)) {
            case 0 -> store.flushCache();
            case 1 -> {
                store.flushCache();
                store.clearCache();
            }
            case 2 -> {
                store.delete(key);
                map.remove(key);
            }
            default -> {
                long value = random.nextLong();
                store.put(key, value);
                map.put(key, value);
            }
        }
    }

    private static List<String> rows(NavigableMap<String, Long> map) {
        return map.entrySet().stream()
                .map(row -> row.getKey() + "=" + row.getValue())
                .toList();
    }

    /** One thread writes the first row, then the last, both with the same number, and commits now and then. */
    @Test
    void readersSeeRowsAsTheyWereBetweenTwoWrites() throws Exception {
        store.put("first", 0L);
        store.put("last", 0L);
        commit();
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService readers = Executors.newFixedThreadPool(2)) {
            List<Future<Integer>> reads =
                    List.of(readers.submit(() -> readUntil(done)), readers.submit(() -> readUntil(done)));
            try {
                for (long number = 1; number <= 20_000; number++) {
                    store.put("first", number);
                    store.put("last", number);
                    if (number % 3 == 0) {
                        commit();
                    }
                }
            } finally {
                done.set(true);
            }
            for (Future<Integer> read : reads) {
                assertThat(read.get()).isPositive();
            }
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }

    /** Returns how often it read. */
    private int readUntil(AtomicBoolean done) {
        long seen = 0;
        int reads = 0;
        do {
            try (KeyValueIterator<String, Long> range = store.range("first", "last")) {
                long first = range.next().value;
                long last = range.next().value;
                assertThat(first).as("the first row").isBetween(last, last + 1);
                assertThat(last).as("the last row").isGreaterThanOrEqualTo(seen);
                seen = last;
            }
            assertThat(store.get("last")).isGreaterThanOrEqualTo(seen);
            reads++;
        } while (!done.get());
        return reads;
    }
}

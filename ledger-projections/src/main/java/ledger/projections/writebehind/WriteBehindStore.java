package ledger.projections.writebehind;

import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import ledger.projections.writebehind.UnwrittenRows.Row;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.query.PositionBound;
import org.apache.kafka.streams.query.Query;
import org.apache.kafka.streams.query.QueryConfig;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.internals.WrappedStateStore;
import org.jspecify.annotations.Nullable;

/**
 * A store whose rows are written, to the disk and to its changelog, once for each commit, however often they changed since
 * the last one, and all together. Reads see what was put at once.
 *
 * <p>Streams' own cache ({@code withCachingEnabled}) does the first, too. But it lets rows go to the store one by one, at any
 * time, so that a range that is being read may miss one that leaves the cache just then; and it keeps bytes, where this
 * keeps what is read and written again without decoding it.
 *
 * <p>It relies on two things that Streams does not promise, of every store that extends {@link WrappedStateStore}: that it calls
 * {@link #flushCache} before a commit, which tests hold against the version of Streams that is used; and {@link #clearCache} or
 * {@link #close} before it writes rows to the store itself, as {@code ProcessorStateManager} does in 4.3.
 *
 * @param <V> immutable
 */
final class WriteBehindStore<K, V> extends WrappedStateStore<KeyValueStore<K, V>, K, V> implements KeyValueStore<K, V> {
    /** Bounds how long a commit takes. */
    static final int MAX_UNWRITTEN = 8_192;

    /** Bounds the memory that a long time between two commits takes; on the heap, rows are some times as large. */
    static final int MAX_UNWRITTEN_BYTES = 2 * 1024 * 1024;

    /** Of so many rows that are put, one tells how large they are. */
    private static final int SAMPLE = 32;

    /** Of what was seen before, a new row counts one in so many. */
    private static final int WEIGHT = 8;

    private final StoredKeys<K> keys;
    private final StoredKeys<Bytes> encodedKeys;
    private final Serializer<V> values;
    private final UnwrittenRows<K, V> unwritten = new UnwrittenRows<>();

    /** About what a row takes when it is written. Used by the one thread that puts rows, as the next. */
    private long typicalBytes;

    private long puts;

    /** Whether a row was put since others last wrote to the store: Streams, which restores it, or follows another task. */
    private boolean begun;

    /** @param store writes through, to the disk and to its changelog */
    WriteBehindStore(KeyValueStore<K, V> store, Serde<K> keys, Serde<V> values) {
        super(store);
        this.keys = new StoredKeys<>(store.name(), keys.serializer());
        this.encodedKeys = new StoredKeys<>(store.name(), new BytesSerializer());
        this.values = values.serializer();
    }

    @Override
    public @Nullable V get(K key) {
        Row<K, V> row = unwritten.find(keys.of(key), key);
        return row == null ? wrapped().get(key) : row.value();
    }

    @Override
    public void put(K key, @Nullable V value) {
        begin();
        int rows = unwritten.put(new Row<>(keys.of(key), key, value));
        if (value != null && puts % SAMPLE == 0) {
            long bytes = values.serialize(name(), value).length;
            typicalBytes = puts == 0 ? bytes : (typicalBytes * (WEIGHT - 1) + bytes) / WEIGHT;
        }
        puts++;
        if (rows >= MAX_UNWRITTEN || rows * typicalBytes >= MAX_UNWRITTEN_BYTES) {
            write();
        }
    }

    private void begin() {
        if (!begun) {
            begun = true;
            try (KeyValueIterator<K, V> stored = wrapped().all()) {
                unwritten.begin(!stored.hasNext());
            }
        }
    }

    @Override
    public @Nullable V putIfAbsent(K key, V value) {
        V before = get(key);
        if (before == null) {
            put(key, value);
        }
        return before;
    }

    @Override
    public void putAll(List<KeyValue<K, V>> entries) {
        entries.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    public @Nullable V delete(K key) {
        V before = get(key);
        put(key, null);
        return before;
    }

    /** Streams calls this before each commit, and before it closes the store in good order. */
    @Override
    public void flushCache() {
        write();
        super.flushCache();
    }

    /** In the one thread that puts rows: none comes meanwhile. */
    private void write() {
        List<KeyValue<K, V>> rows = unwritten.view(
                all -> all,
                all -> all.stream()
                        .map(row -> KeyValue.pair(row.key(), row.value()))
                        .toList());
        if (!rows.isEmpty()) {
            wrapped().putAll(rows);
            unwritten.leave();
        }
    }

    /** Streams calls this when it will write to the store itself. What is unwritten was never committed. */
    @Override
    public void clearCache() {
        giveUp();
        super.clearCache();
    }

    @Override
    public void close() {
        try {
            super.close();
        } finally {
            giveUp();
        }
    }

    private void giveUp() {
        begun = false;
        unwritten.giveUp();
    }

    @Override
    public KeyValueIterator<K, V> range(@Nullable K from, @Nullable K to) {
        return rows(between(from, to), () -> wrapped().range(from, to), true);
    }

    @Override
    public KeyValueIterator<K, V> reverseRange(@Nullable K from, @Nullable K to) {
        return rows(between(from, to), () -> wrapped().reverseRange(from, to), false);
    }

    @Override
    public KeyValueIterator<K, V> all() {
        return rows(all -> all, () -> wrapped().all(), true);
    }

    @Override
    public KeyValueIterator<K, V> reverseAll() {
        return rows(all -> all, () -> wrapped().reverseAll(), false);
    }

    /** {@link #all} as it is stored, or will be. */
    KeyValueIterator<Bytes, byte[]> encoded() {
        return unwritten.view(all -> all, rows -> {
            List<Row<Bytes, byte[]>> encoded = rows.stream().map(this::encoded).toList();
            KeyValueIterator<Bytes, byte[]> stored = bytes().all();
            return encoded.isEmpty() ? stored : new RowsInOrder<>(encoded, stored, encodedKeys, true);
        });
    }

    private Row<Bytes, byte[]> encoded(Row<K, V> row) {
        V value = row.value();
        return new Row<>(row.bytes(), row.bytes(), value == null ? null : values.serialize(name(), value));
    }

    /** Streams' store of objects, which {@link #wrapped} is, is one of bytes inside. */
    @SuppressWarnings("unchecked")
    private KeyValueStore<Bytes, byte[]> bytes() {
        return ((WrappedStateStore<KeyValueStore<Bytes, byte[]>, ?, ?>) wrapped()).wrapped();
    }

    private KeyValueIterator<K, V> rows(
            UnaryOperator<NavigableSet<Bytes>> part, Supplier<KeyValueIterator<K, V>> stored, boolean ascending) {
        return unwritten.view(
                part, rows -> rows.isEmpty() ? stored.get() : new RowsInOrder<>(rows, stored.get(), keys, ascending));
    }

    /** Both are included; {@code null} is no bound. */
    private UnaryOperator<NavigableSet<Bytes>> between(@Nullable K from, @Nullable K to) {
        Bytes first = from == null ? null : keys.of(from);
        Bytes last = to == null ? null : keys.of(to);
        return all -> {
            if (first != null && last != null && first.compareTo(last) > 0) {
                return Collections.emptyNavigableSet();
            }
            NavigableSet<Bytes> fromFirst = first == null ? all : all.tailSet(first, true);
            return last == null ? fromFirst : fromFirst.headSet(last, true);
        };
    }

    /** Refused: the answer would be the wrapped store's, without what is unwritten. */
    @Override
    public <R> QueryResult<R> query(Query<R> query, PositionBound bound, QueryConfig config) {
        return QueryResult.forUnknownQueryType(query, this);
    }

    /** Counts what was put since the last commit as new rows, also where it takes the place of others. */
    @Override
    public long approximateNumEntries() {
        return wrapped().approximateNumEntries() + unwritten.size();
    }
}

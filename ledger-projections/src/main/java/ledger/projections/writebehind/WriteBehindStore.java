package ledger.projections.writebehind;

import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import ledger.projections.writebehind.UnwrittenRows.Row;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
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
 * <p>It relies on one thing that Streams does not promise: that before a commit it calls {@link #flushCache} of every store that
 * extends {@link WrappedStateStore}. The tests of this class hold that against the version of Streams that is used.
 *
 * @param <V> immutable
 */
final class WriteBehindStore<K, V> extends WrappedStateStore<KeyValueStore<K, V>, K, V> implements KeyValueStore<K, V> {
    /** Bounds the memory that a long time between two commits takes, and how long a commit does. */
    static final int MAX_UNWRITTEN = 8_192;

    private final StoredKeys<K> keys;
    private final UnwrittenRows<K, V> unwritten = new UnwrittenRows<>();

    /** @param store writes through, to the disk and to its changelog */
    WriteBehindStore(KeyValueStore<K, V> store, Serde<K> keys) {
        super(store);
        this.keys = new StoredKeys<>(store.name(), keys.serializer());
    }

    @Override
    public @Nullable V get(K key) {
        Row<K, V> row = unwritten.find(keys.of(key));
        return row == null ? wrapped().get(key) : row.value();
    }

    @Override
    public void put(K key, @Nullable V value) {
        if (unwritten.put(new Row<>(keys.of(key), key, value)) >= MAX_UNWRITTEN) {
            write();
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
            unwritten.clear();
        }
    }

    /** What is unwritten was never committed. */
    @Override
    public void clearCache() {
        unwritten.clear();
        super.clearCache();
    }

    @Override
    public void close() {
        super.close();
        unwritten.clear();
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

    private KeyValueIterator<K, V> rows(
            UnaryOperator<NavigableMap<Bytes, Row<K, V>>> part,
            Supplier<KeyValueIterator<K, V>> stored,
            boolean ascending) {
        return unwritten.view(
                part, rows -> rows.isEmpty() ? stored.get() : new RowsInOrder<>(rows, stored.get(), keys, ascending));
    }

    /** Both are included; {@code null} is no bound. */
    private UnaryOperator<NavigableMap<Bytes, Row<K, V>>> between(@Nullable K from, @Nullable K to) {
        Bytes first = from == null ? null : keys.of(from);
        Bytes last = to == null ? null : keys.of(to);
        return all -> {
            if (first != null && last != null && first.compareTo(last) > 0) {
                return Collections.emptyNavigableMap();
            }
            NavigableMap<Bytes, Row<K, V>> fromFirst = first == null ? all : all.tailMap(first, true);
            return last == null ? fromFirst : fromFirst.headMap(last, true);
        };
    }

    /** Counts what was put since the last commit as new rows, also where it takes the place of others. */
    @Override
    public long approximateNumEntries() {
        return wrapped().approximateNumEntries() + unwritten.size();
    }
}

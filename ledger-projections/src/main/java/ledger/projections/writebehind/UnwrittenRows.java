package ledger.projections.writebehind;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a store that are not in it yet, in its order. One thread writes, any may read. Thread-safe.
 *
 * <p>Rows leave when the store has them all, and all at once. So whoever looks here first and at the store then misses none,
 * and whoever looks at both in one {@link #view} sees them as they were between two writes.
 */
final class UnwrittenRows<K, V> {
    /** Guarded by this. */
    private final TreeMap<Bytes, Row<K, V>> rows = new TreeMap<>();

    /**
     * A row that is to be written.
     *
     * @param bytes the key, as the store has it
     * @param value {@code null} if the row is to be deleted
     */
    record Row<K, V>(Bytes bytes, K key, @Nullable V value) {}

    /** Takes the place of what is here of the same key; returns how many there are then. */
    synchronized int put(Row<K, V> row) {
        rows.put(row.bytes(), row);
        return rows.size();
    }

    /** {@code null} if the store has the last of that key. */
    synchronized @Nullable Row<K, V> find(Bytes key) {
        return rows.get(key);
    }

    synchronized int size() {
        return rows.size();
    }

    /**
     * Uses some of the rows, while none is written.
     *
     * @param part those of all
     */
    synchronized <R> R view(UnaryOperator<NavigableMap<Bytes, Row<K, V>>> part, Function<List<Row<K, V>>, R> use) {
        return use.apply(List.copyOf(part.apply(rows).values()));
    }

    /** The store has them, or they are given up. */
    synchronized void clear() {
        rows.clear();
    }
}

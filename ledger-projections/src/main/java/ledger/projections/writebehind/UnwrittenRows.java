package ledger.projections.writebehind;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
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
    /** Guarded by this, like all below. */
    private final Map<Bytes, Row<K, V>> rows = new HashMap<>();

    /** Of the rows. Most that is put has a key that is here: so only a new one is compared with others. */
    private final NavigableSet<Bytes> keys = new TreeSet<>();

    /** What left. {@code null} where the store had something before. */
    private @Nullable WrittenKeys written;

    /**
     * A row that is to be written.
     *
     * @param bytes the key, as the store has it
     * @param value {@code null} if the row is to be deleted
     */
    record Row<K, V>(Bytes bytes, K key, @Nullable V value) {}

    /** Before the first row is put: what the store has is then known to be what leaves here, if it is empty. */
    synchronized void begin(boolean isStoreEmpty) {
        written = isStoreEmpty ? new WrittenKeys() : null;
    }

    /** Takes the place of what is here of the same key; returns how many there are then. */
    synchronized int put(Row<K, V> row) {
        if (rows.put(row.bytes(), row) == null) {
            keys.add(row.bytes());
        }
        return rows.size();
    }

    /** {@code null} if the store has the last of that key, if any; a row without a value if it has none. */
    synchronized @Nullable Row<K, V> find(Bytes bytes, K key) {
        Row<K, V> row = rows.get(bytes);
        return row == null && written != null && !written.mayHave(bytes) ? new Row<>(bytes, key, null) : row;
    }

    synchronized int size() {
        return rows.size();
    }

    /**
     * Uses some of the rows, while none is written.
     *
     * @param part the keys of those, of all keys
     */
    @SuppressWarnings("NullAway") // each key has its row
    synchronized <R> R view(UnaryOperator<NavigableSet<Bytes>> part, Function<List<Row<K, V>>, R> use) {
        return use.apply(part.apply(keys).stream().map(rows::get).toList());
    }

    /** The store has them. */
    synchronized void leave() {
        if (written != null) {
            keys.forEach(written::add);
        }
        clear();
    }

    /** They are given up, and the store may get others until the next {@link #begin}. */
    synchronized void giveUp() {
        clear();
        written = null;
    }

    private void clear() {
        rows.clear();
        keys.clear();
    }
}

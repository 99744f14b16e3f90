package ledger.projections.writebehind;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import ledger.projections.writebehind.UnwrittenRows.Row;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;

/** The rows of a store with those that are not in it yet, each key once, in the order of both. */
final class RowsInOrder<K, V> implements KeyValueIterator<K, V> {
    private final Iterator<Row<K, V>> unwritten;
    private final KeyValueIterator<K, V> stored;
    private final StoredKeys<K> keys;
    private final boolean ascending;

    private @Nullable Row<K, V> nextUnwritten;
    private @Nullable Row<K, V> nextStored;
    /** What {@link #next} gives; {@code null} if it is not known yet, or there is none. */
    private @Nullable KeyValue<K, V> next;

    /**
     * @param unwritten in the order of the others; where a key is in both, this one counts
     * @param stored is closed with this
     */
    RowsInOrder(List<Row<K, V>> unwritten, KeyValueIterator<K, V> stored, StoredKeys<K> keys, boolean ascending) {
        this.unwritten = ascending ? unwritten.iterator() : unwritten.reversed().iterator();
        this.stored = stored;
        this.keys = keys;
        this.ascending = ascending;
    }

    @Override
    public boolean hasNext() {
        while (next == null) {
            Row<K, V> first = takeFirst();
            if (first == null) {
                return false;
            }
            V value = first.value();
            if (value != null) {
                next = KeyValue.pair(first.key(), value);
            }
        }
        return true;
    }

    @Override
    public K peekNextKey() {
        return peek().key;
    }

    @Override
    public KeyValue<K, V> next() {
        KeyValue<K, V> given = peek();
        next = null;
        return given;
    }

    private KeyValue<K, V> peek() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        return next;
    }

    private @Nullable Row<K, V> takeFirst() {
        Row<K, V> fromUnwritten = peekUnwritten();
        Row<K, V> fromStored = peekStored();
        if (fromUnwritten == null) {
            nextStored = null;
            return fromStored;
        }
        int order = fromStored == null ? -1 : compare(fromUnwritten.bytes(), fromStored.bytes());
        if (order >= 0) {
            nextStored = null;
        }
        if (order > 0) {
            return fromStored;
        }
        nextUnwritten = null;
        return fromUnwritten;
    }

    private int compare(Bytes one, Bytes other) {
        return ascending ? one.compareTo(other) : other.compareTo(one);
    }

    private @Nullable Row<K, V> peekUnwritten() {
        if (nextUnwritten == null && unwritten.hasNext()) {
            nextUnwritten = unwritten.next();
        }
        return nextUnwritten;
    }

    private @Nullable Row<K, V> peekStored() {
        if (nextStored == null && stored.hasNext()) {
            KeyValue<K, V> row = stored.next();
            nextStored = new Row<>(keys.of(row.key), row.key, row.value);
        }
        return nextStored;
    }

    @Override
    public void close() {
        stored.close();
    }
}

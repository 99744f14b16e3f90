package ledger.projections;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * A store in memory, whose iterators go on to see what was there when they were made, like those of a store on disk. It
 * counts those that are open, and what is written. Thread-safe, iterators aside.
 */
public class MapStore<K, V> implements KeyValueStore<K, V> {
    /** Guarded by this, like all below. */
    private final NavigableMap<K, V> entries = new TreeMap<>();

    private int openIterators;
    private int writes;
    private int reads;
    private boolean failsOnClose;

    @Override
    public synchronized void put(K key, @Nullable V value) {
        writes++;
        if (value == null) {
            entries.remove(key);
        } else {
            entries.put(key, value);
        }
    }

    // The interface has no nullness annotations: null is a key that was not there.
    @Override
    @SuppressWarnings("NullAway")
    public synchronized @Nullable V putIfAbsent(K key, V value) {
        V before = entries.get(key);
        if (before == null) {
            put(key, value);
        }
        return before;
    }

    @Override
    public synchronized void putAll(List<KeyValue<K, V>> all) {
        all.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    @SuppressWarnings("NullAway")
    public synchronized @Nullable V delete(K key) {
        V before = entries.get(key);
        put(key, null);
        return before;
    }

    @Override
    public String name() {
        return "in memory";
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {}

    @Override
    public synchronized void close() {
        if (failsOnClose) {
            throw new IllegalStateException("cannot be closed");
        }
    }

    public synchronized void failOnClose() {
        failsOnClose = true;
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    public synchronized int openIterators() {
        return openIterators;
    }

    /** How many rows were put or deleted. */
    public synchronized int writes() {
        return writes;
    }

    /** How many keys were looked for. */
    public synchronized int reads() {
        return reads;
    }

    // The interface has no nullness annotations: null is a key that is not there.
    @Override
    @SuppressWarnings("NullAway")
    public synchronized @Nullable V get(K key) {
        reads++;
        return entries.get(key);
    }

    @Override
    public synchronized KeyValueIterator<K, V> range(K from, K to) {
        return iterator(between(from, to));
    }

    @Override
    public synchronized KeyValueIterator<K, V> reverseRange(K from, K to) {
        return iterator(between(from, to).descendingMap());
    }

    @Override
    public synchronized KeyValueIterator<K, V> all() {
        return iterator(entries);
    }

    @Override
    public synchronized KeyValueIterator<K, V> reverseAll() {
        return iterator(entries.descendingMap());
    }

    @Override
    public synchronized long approximateNumEntries() {
        return entries.size();
    }

    /** Empty where the first is after the last. */
    private NavigableMap<K, V> between(K from, K to) {
        return new TreeMap<>((SortedMap<K, V>) entries.tailMap(from, true)).headMap(to, true);
    }

    private synchronized void closed() {
        openIterators--;
    }

    private KeyValueIterator<K, V> iterator(NavigableMap<K, V> part) {
        openIterators++;
        NavigableMap<K, V> left = new TreeMap<>((SortedMap<K, V>) part);
        return new KeyValueIterator<>() {
            @Override
            public void close() {
                closed();
            }

            @Override
            public K peekNextKey() {
                return left.firstKey();
            }

            @Override
            public boolean hasNext() {
                return !left.isEmpty();
            }

            @Override
            public KeyValue<K, V> next() {
                Map.Entry<K, V> entry = left.pollFirstEntry();
                if (entry == null) {
                    throw new NoSuchElementException();
                }
                return KeyValue.pair(entry.getKey(), entry.getValue());
            }
        };
    }
}

package ledger.projections;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** A store in memory, which counts its open iterators. */
public final class MapStore<K, V> implements KeyValueStore<K, V> {
    private final NavigableMap<K, V> entries = new TreeMap<>();
    private int openIterators;

    @Override
    public void put(K key, V value) {
        entries.put(key, value);
    }

    // The interface has no nullness annotations: null is a key that was not there.
    @Override
    @SuppressWarnings("NullAway")
    public @Nullable V putIfAbsent(K key, V value) {
        return entries.putIfAbsent(key, value);
    }

    @Override
    public void putAll(List<KeyValue<K, V>> all) {
        all.forEach(entry -> entries.put(entry.key, entry.value));
    }

    @Override
    @SuppressWarnings("NullAway")
    public @Nullable V delete(K key) {
        return entries.remove(key);
    }

    @Override
    public String name() {
        return "in memory";
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {}

    @Override
    public void close() {}

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    public int openIterators() {
        return openIterators;
    }

    // The interface has no nullness annotations: null is a key that is not there.
    @Override
    @SuppressWarnings("NullAway")
    public @Nullable V get(K key) {
        return entries.get(key);
    }

    @Override
    public KeyValueIterator<K, V> range(K from, K to) {
        return iterator(entries.subMap(from, true, to, true));
    }

    @Override
    public KeyValueIterator<K, V> all() {
        return iterator(entries);
    }

    @Override
    public long approximateNumEntries() {
        return entries.size();
    }

    private KeyValueIterator<K, V> iterator(NavigableMap<K, V> part) {
        openIterators++;
        NavigableMap<K, V> left = new TreeMap<>(part);
        return new KeyValueIterator<>() {
            @Override
            public void close() {
                openIterators--;
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

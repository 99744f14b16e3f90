package ledger.projections;

import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** A store in memory, which counts its open iterators. */
public final class MapStore<K, V> implements ReadOnlyKeyValueStore<K, V> {
    private final NavigableMap<K, V> entries = new TreeMap<>();
    private int openIterators;

    public void put(K key, V value) {
        entries.put(key, value);
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

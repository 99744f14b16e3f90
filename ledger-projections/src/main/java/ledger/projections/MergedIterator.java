package ledger.projections;

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;

/** Merges iterators that are each in the order of their keys into one that is. Closing them is the caller's. */
final class MergedIterator<K extends Comparable<K>, V> implements Iterator<KeyValue<K, V>> {
    private final PriorityQueue<KeyValueIterator<K, V>> byNextKey =
            new PriorityQueue<>(Comparator.comparing(KeyValueIterator::peekNextKey));

    MergedIterator(List<KeyValueIterator<K, V>> parts) {
        parts.stream().filter(Iterator::hasNext).forEach(byNextKey::add);
    }

    @Override
    public boolean hasNext() {
        return !byNextKey.isEmpty();
    }

    @Override
    public KeyValue<K, V> next() {
        KeyValueIterator<K, V> first = byNextKey.remove();
        KeyValue<K, V> next = first.next();
        if (first.hasNext()) {
            byNextKey.add(first);
        }
        return next;
    }
}

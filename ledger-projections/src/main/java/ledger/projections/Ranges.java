package ledger.projections;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** The rows of a store in a range of keys, of all partitions together, wherever they are. */
public final class Ranges<K extends Comparable<K>, V extends SpecificRecord> {
    private final ProjectionStore<K, V> store;
    private final ReadModel.Asking<Range<K>, List<KeyValue<K, V>>> asking;

    /** Keys from the first to the last, both included; of each instance no more than so many. */
    private record Range<K>(K from, K to, int limit) {}

    /**
     * Ranges of one store. Once for a store.
     *
     * @param name unique in the process, as in {@link ShardQuery}
     */
    public Ranges(String name, ProjectionStore<K, V> store, ReadModel model) {
        this.store = store;
        this.asking = model.asking(new ShardQuery<>(
                name, questions(), new StoreRows<>(store), (stores, range) -> rows(stores.of(this.store), range)));
    }

    /**
     * The first rows of a range, in the order of keys; rows of one key in several partitions stand beside each other.
     *
     * @param from the first key that may be in it
     * @param to the last key that may be in it
     * @param limit how many at most, 1 or more
     * @param wait how long to try while partitions move
     * @throws ReadModelUnavailableException if a partition could not be read in time
     */
    public Gathered<List<KeyValue<K, V>>> rows(K from, K to, int limit, Duration wait) {
        return asking.ask(new Range<>(from, to, limit), wait)
                .map(parts -> parts.stream()
                        .flatMap(List::stream)
                        .sorted(Comparator.comparing(row -> row.key))
                        .limit(limit)
                        .toList());
    }

    private static <K extends Comparable<K>, V extends SpecificRecord> List<KeyValue<K, V>> rows(
            List<ReadOnlyKeyValueStore<K, V>> parts, Range<K> range) {
        List<KeyValueIterator<K, V>> iterators = new ArrayList<>();
        try {
            for (ReadOnlyKeyValueStore<K, V> part : parts) {
                iterators.add(part.range(range.from(), range.to()));
            }
            MergedIterator<K, V> merged = new MergedIterator<>(iterators);
            List<KeyValue<K, V>> rows = new ArrayList<>();
            while (rows.size() < range.limit() && merged.hasNext()) {
                rows.add(merged.next());
            }
            return rows;
        } finally {
            iterators.forEach(KeyValueIterator::close);
        }
    }

    /** The limit, the length of the first key, and both keys. */
    private Serde<Range<K>> questions() {
        Serializer<Range<K>> serializer = (topic, range) -> {
            byte[] from = store.keys().serializer().serialize(topic, range.from());
            byte[] to = store.keys().serializer().serialize(topic, range.to());
            return ByteBuffer.allocate(2 * Integer.BYTES + from.length + to.length)
                    .putInt(range.limit())
                    .putInt(from.length)
                    .put(from)
                    .put(to)
                    .array();
        };
        Deserializer<Range<K>> deserializer = (topic, data) -> {
            ByteBuffer bytes = ByteBuffer.wrap(data);
            int limit = bytes.getInt();
            byte[] from = new byte[bytes.getInt()];
            bytes.get(from);
            byte[] to = new byte[bytes.remaining()];
            bytes.get(to);
            return new Range<>(
                    store.keys().deserializer().deserialize(topic, from),
                    store.keys().deserializer().deserialize(topic, to),
                    limit);
        };
        return Serdes.serdeFrom(serializer, deserializer);
    }
}

package ledger.projections;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** The partitions of the one store of a projection, in memory. Can be made unreadable, as when partitions move. */
public final class PartitionedStores<K, V> implements GenerationStores {
    private final List<MapStore<K, V>> parts;
    private boolean readable = true;

    public PartitionedStores(int partitions) {
        parts = IntStream.range(0, partitions)
                .mapToObj(_ -> new MapStore<K, V>())
                .toList();
    }

    public MapStore<K, V> part(int partition) {
        return parts.get(partition);
    }

    /** The fold of a partition, which reports no gaps. */
    public EventFolder folder(Projection projection, int partition) {
        return projection.folder(new FoldContext() {
            // The one store, whose types are those of the projection's.
            @Override
            @SuppressWarnings("unchecked")
            public <A, B extends SpecificRecord> KeyValueStore<A, B> store(ProjectionStore<A, B> store) {
                return (KeyValueStore<A, B>) parts.get(partition);
            }

            @Override
            public VersionGate gate() {
                return new VersionGate(projection.name(), (_, _, _, _) -> {});
            }
        });
    }

    public void readable(boolean nowReadable) {
        readable = nowReadable;
    }

    // The one store, whose types are those of the projection's.
    @Override
    @SuppressWarnings("unchecked")
    public <A, B extends SpecificRecord> ReadOnlyKeyValueStore<A, B> store(ProjectionStore<A, B> store, int partition) {
        if (!readable) {
            throw new InvalidStateStoreException("closed");
        }
        return (ReadOnlyKeyValueStore<A, B>) parts.get(partition);
    }

    @Override
    public int partitions() {
        return parts.size();
    }
}

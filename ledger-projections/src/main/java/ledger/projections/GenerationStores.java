package ledger.projections;

import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** The stores of one generation of a projection, as far as they are in this process. */
public interface GenerationStores {
    /**
     * A partition's part of a store.
     *
     * @throws ReadModelUnavailableException if it cannot be read here now
     */
    <K, V extends SpecificRecord> ReadOnlyKeyValueStore<K, V> store(ProjectionStore<K, V> store, int partition);

    /**
     * How many partitions there are, here or elsewhere.
     *
     * @throws ReadModelUnavailableException if that cannot be told now
     */
    int partitions();

    /**
     * Those of this process, in ascending order.
     *
     * @throws ReadModelUnavailableException if that cannot be told now
     */
    List<Integer> localPartitions();
}

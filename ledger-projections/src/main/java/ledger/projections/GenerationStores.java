package ledger.projections;

import java.util.List;
import java.util.function.Function;
import ledger.projections.cluster.Instance;
import ledger.projections.cluster.Reach;
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

    /** How many partitions there are, here or elsewhere. */
    int partitions();

    /**
     * A partition's part of a store, of a copy too where that is wanted.
     *
     * @throws ReadModelUnavailableException if it cannot be read here now
     */
    default <K, V extends SpecificRecord> ReadOnlyKeyValueStore<K, V> store(
            ProjectionStore<K, V> store, int partition, Reach reach) {
        return store(store, partition);
    }

    /**
     * Reads a partition's part of a store.
     *
     * @throws org.apache.kafka.streams.errors.InvalidStateStoreException if it moves away meanwhile
     * @throws ReadModelUnavailableException if it cannot be read here now
     */
    default <K, V extends SpecificRecord, R> R read(
            ProjectionStore<K, V> store, int partition, Reach reach, Function<ReadOnlyKeyValueStore<K, V>, R> reading) {
        return reading.apply(store(store, partition, reach));
    }

    /** Whether all stores of a partition can be read here now. Where all partitions always are here, yes. */
    default boolean isReadable(int partition, Reach reach) {
        return true;
    }

    /**
     * Who has a partition, its owner first, then those with a copy; nobody where that is not known, or where all
     * partitions always are here.
     */
    default List<Instance> holders(int partition) {
        return List.of();
    }

    /**
     * An offset of the events topic up to which, without it, all events of a partition that is readable here are in its
     * stores.
     *
     * @throws ReadModelUnavailableException if that cannot be told now
     */
    default long position(int partition) {
        return 0;
    }
}

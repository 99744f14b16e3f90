package ledger.projections;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import ledger.language.AccountId;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** The stores of some partitions of a read model, all in this process. */
public interface PartitionStores {
    /** Which partitions. */
    SortedSet<Integer> partitions();

    /** Each partition's part of a store, in the order of partitions. */
    <K, V extends SpecificRecord> List<ReadOnlyKeyValueStore<K, V>> of(ProjectionStore<K, V> store);

    /** The part of a store in the partition of an account; empty if that is not one of these. */
    <K, V extends SpecificRecord> Optional<ReadOnlyKeyValueStore<K, V>> of(
            ProjectionStore<K, V> store, AccountId account);
}

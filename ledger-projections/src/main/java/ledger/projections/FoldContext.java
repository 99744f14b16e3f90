package ledger.projections;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.state.KeyValueStore;

/** What a fold works with: the stores of its partition. */
public interface FoldContext {
    /** The partition's part of a store of the projection. */
    <K, V extends SpecificRecord> KeyValueStore<K, V> store(ProjectionStore<K, V> store);

    /** Tells events that are new from those that were folded before. */
    VersionGate gate();
}

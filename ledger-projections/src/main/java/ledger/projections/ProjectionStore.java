package ledger.projections;

import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * A store of a projection: ordered by the bytes of its keys, on disk, backed by a changelog, and without a cache, so that
 * a query sees what was written.
 *
 * @param name unique in the projection; part of the changelog's name
 * @param <K> what it is ordered by, in the form that the serde gives it
 * @param <V> an Avro record, so that it has one canonical form: see {@link ModelDigest}
 */
public record ProjectionStore<K, V extends SpecificRecord>(String name, Serde<K> keys, Serde<V> values) {
    StoreBuilder<KeyValueStore<K, V>> builder() {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), keys, values)
                .withLoggingEnabled(Map.of())
                .withCachingDisabled();
    }
}

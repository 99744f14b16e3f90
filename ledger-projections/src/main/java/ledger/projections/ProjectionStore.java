package ledger.projections;

import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * A store of a projection: ordered by the bytes of its keys, on disk, and backed by a changelog. Queries see what was
 * written, also before it is committed.
 *
 * @param name unique in the projection; part of the changelog's name
 * @param cached whether what is written again and again goes to the disk and the changelog once a commit; for few rows
 *     that change with every event. Where rows are many, one that leaves the cache just then could be missed by a range
 * @param <K> what it is ordered by, in the form that the serde gives it
 * @param <V> an Avro record, so that it has one canonical form: see {@link ModelDigest}
 */
public record ProjectionStore<K, V extends SpecificRecord>(
        String name, Serde<K> keys, Serde<V> values, boolean cached) {
    /** A store without a cache. */
    public ProjectionStore(String name, Serde<K> keys, Serde<V> values) {
        this(name, keys, values, false);
    }

    StoreBuilder<KeyValueStore<K, V>> builder() {
        StoreBuilder<KeyValueStore<K, V>> builder = Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(name), keys, values)
                .withLoggingEnabled(Map.of());
        return cached ? builder.withCachingEnabled() : builder.withCachingDisabled();
    }
}

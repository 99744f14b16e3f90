package ledger.projections;

import ledger.projections.writebehind.WriteBehindStoreBuilder;
import ledger.serde.StateSerde;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * A store of a projection: ordered by the bytes of its keys, on disk, and backed by a changelog. Queries see what was
 * written, also before it is committed; the disk and the changelog get a row once a commit, however often it changed.
 *
 * @param name unique in the projection; part of the changelog's name
 * @param <K> what it is ordered by, in the form that the serde gives it
 * @param <V> an Avro record, so that it has one canonical form: see {@link ModelDigest}
 */
public record ProjectionStore<K, V extends SpecificRecord>(String name, Serde<K> keys, StateSerde<V> values) {

    StoreBuilder<KeyValueStore<K, V>> builder() {
        return new WriteBehindStoreBuilder<>(name, keys, values);
    }
}

package ledger.projections.writebehind;

import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;

/**
 * Keys as a store has them, in whose order it is.
 *
 * @param store its name
 */
record StoredKeys<K>(String store, Serializer<K> serializer) {
    Bytes of(K key) {
        return Bytes.wrap(serializer.serialize(store, key));
    }
}

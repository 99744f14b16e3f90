package ledger.projections.writebehind;

import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.internals.WrappedStateStore;

/**
 * All rows of a store in its order as they are stored, for those who need not know what is in them. It encodes what the
 * store has decoded, which {@link #of} needs only where a store keeps its bytes to itself.
 */
public final class EncodedRows<K, V> implements KeyValueIterator<Bytes, byte[]> {
    private final KeyValueIterator<K, V> rows;
    private final String store;
    private final Serde<K> keys;
    private final Serde<V> values;

    private EncodedRows(KeyValueIterator<K, V> rows, String store, Serde<K> keys, Serde<V> values) {
        this.rows = rows;
        this.store = store;
        this.keys = keys;
        this.values = values;
    }

    /**
     * Without decoding them where {@link WriteBehindStoreBuilder} built the store, whatever Streams has wrapped it in since.
     *
     * @param name what the store is called
     * @param keys serde of the store's keys
     * @param values serde of the store's values
     */
    public static <K, V> KeyValueIterator<Bytes, byte[]> of(
            ReadOnlyKeyValueStore<K, V> store, String name, Serde<K> keys, Serde<V> values) {
        Object inner = store;
        while (inner instanceof WrappedStateStore<?, ?, ?> wrapping) {
            if (wrapping instanceof WriteBehindStore<?, ?> writeBehind) {
                return writeBehind.encoded();
            }
            inner = wrapping.wrapped();
        }
        return new EncodedRows<>(store.all(), name, keys, values);
    }

    @Override
    public boolean hasNext() {
        return rows.hasNext();
    }

    @Override
    public Bytes peekNextKey() {
        return Bytes.wrap(keys.serializer().serialize(store, rows.peekNextKey()));
    }

    @Override
    public KeyValue<Bytes, byte[]> next() {
        KeyValue<K, V> row = rows.next();
        return KeyValue.pair(
                Bytes.wrap(keys.serializer().serialize(store, row.key)),
                values.serializer().serialize(store, row.value));
    }

    @Override
    public void close() {
        rows.close();
    }
}

package ledger.projections;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.KeyValue;

/** Rows of a store as an answer between instances: each key and value in the store's own form, after its length. */
public final class StoreRows<K, V extends SpecificRecord> implements Serde<List<KeyValue<K, V>>> {
    private final ProjectionStore<K, V> store;

    /** Of this store. */
    public StoreRows(ProjectionStore<K, V> store) {
        this.store = store;
    }

    @Override
    public Serializer<List<KeyValue<K, V>>> serializer() {
        return (topic, rows) -> {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (DataOutputStream out = new DataOutputStream(bytes)) {
                out.writeInt(rows.size());
                for (KeyValue<K, V> row : rows) {
                    write(out, store.keys().serializer().serialize(topic, row.key));
                    write(out, store.values().serializer().serialize(topic, row.value));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return bytes.toByteArray();
        };
    }

    private static void write(DataOutputStream out, byte[] part) throws IOException {
        out.writeInt(part.length);
        out.write(part);
    }

    @Override
    public Deserializer<List<KeyValue<K, V>>> deserializer() {
        return (topic, data) -> {
            ByteBuffer bytes = ByteBuffer.wrap(data);
            List<KeyValue<K, V>> rows = new ArrayList<>();
            for (int left = bytes.getInt(); left > 0; left--) {
                K key = store.keys().deserializer().deserialize(topic, read(bytes));
                rows.add(KeyValue.pair(key, store.values().deserializer().deserialize(topic, read(bytes))));
            }
            return rows;
        };
    }

    private static byte[] read(ByteBuffer bytes) {
        byte[] part = new byte[bytes.getInt()];
        bytes.get(part);
        return part;
    }
}

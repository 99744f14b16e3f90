package ledger.serde;

import java.util.Map;
import ledger.registry.SchemaRegistryClient;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * {@link ConfluentAvroSerializer} and {@link ConfluentAvroDeserializer} as a pair, which several threads may share.
 *
 * @param <T> type of the records
 */
public final class ConfluentAvroSerde<T extends SpecificRecord> implements Serde<T> {
    private final ConfluentAvroSerializer<T> serializer;
    private final ConfluentAvroDeserializer<T> deserializer;

    /** For Kafka, which calls {@link #configure}. */
    public ConfluentAvroSerde() {
        serializer = new ConfluentAvroSerializer<>();
        deserializer = new ConfluentAvroDeserializer<>();
    }

    /** For values, ready without {@link #configure}. The client stays the caller's. */
    public ConfluentAvroSerde(SchemaRegistryClient client, Class<T> type) {
        serializer = new ConfluentAvroSerializer<>(client);
        deserializer = new ConfluentAvroDeserializer<>(client, type);
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        serializer.configure(configs, isKey);
        deserializer.configure(configs, isKey);
    }

    @Override
    public void close() {
        serializer.close();
        deserializer.close();
    }

    @Override
    public Serializer<T> serializer() {
        return serializer;
    }

    @Override
    public Deserializer<T> deserializer() {
        return deserializer;
    }
}

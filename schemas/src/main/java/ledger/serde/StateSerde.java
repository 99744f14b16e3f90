package ledger.serde;

import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.message.SchemaStore;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Serde of state stores: Avro's single-object encoding (two marker bytes, the schema's 64-bit fingerprint, Avro binary).
 * It needs no registry, because what is in a store is private to the program; schemas of earlier releases that a store
 * may still hold are given to the constructor. Null stays null. Every failure is a {@link SerializationException}. May
 * be used by several threads.
 *
 * @param <T> type of the values
 */
public final class StateSerde<T extends SpecificRecord> implements Serde<T> {
    private final String name;
    private final BinaryMessageEncoder<T> encoder;
    private final BinaryMessageDecoder<T> decoder;

    /** Reads what the present schema wrote, and what the older ones wrote, resolved to the present one. */
    public StateSerde(Class<T> type, Schema... older) {
        this(type, storeOf(older));
    }

    /** As the other constructor, with the older schemas by their CRC-64-AVRO fingerprint. */
    public StateSerde(Class<T> type, SchemaStore older) {
        SpecificData model = GeneratedClasses.modelOf(type);
        Schema schema = model.getSchema(type);
        name = schema.getFullName();
        encoder = new BinaryMessageEncoder<>(model, schema);
        decoder = new BinaryMessageDecoder<>(model, schema, older);
    }

    private static SchemaStore storeOf(Schema... older) {
        SchemaStore.Cache store = new SchemaStore.Cache();
        for (Schema schema : older) {
            store.addSchema(schema);
        }
        return store;
    }

    @Override
    public Serializer<T> serializer() {
        return (topic, value) -> serialize(value);
    }

    @Override
    public Deserializer<T> deserializer() {
        return (topic, bytes) -> deserialize(topic, bytes);
    }

    private byte @Nullable [] serialize(@Nullable T value) {
        if (value == null) {
            return null;
        }
        try {
            var encoded = encoder.encode(value);
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (IOException | RuntimeException e) {
            throw new SerializationException("Cannot serialize a " + name + " for a store: " + e.getMessage(), e);
        }
    }

    private @Nullable T deserialize(String topic, byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        try {
            return decoder.decode(bytes);
        } catch (IOException | RuntimeException e) {
            throw new SerializationException(
                    "Value of store " + topic + " is not a " + name + " of a known schema: " + e.getMessage(), e);
        }
    }
}

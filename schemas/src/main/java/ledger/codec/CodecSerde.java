package ledger.codec;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * A serde of values of the language: a {@link Codec} around the serde of its records. A record that no value can be made
 * of is a {@link SerializationException}, like one that cannot be read at all. Null stays null.
 *
 * @param <T> the value
 * @param <R> its record
 */
public final class CodecSerde<T, R extends SpecificRecord> implements Serde<T> {
    private final Codec<T, R> codec;
    private final Serde<R> records;

    /** A serde that closes the one it is made around. */
    public CodecSerde(Codec<T, R> codec, Serde<R> records) {
        this.codec = codec;
        this.records = records;
    }

    @Override
    public Serializer<T> serializer() {
        return (topic, value) -> serialize(topic, value);
    }

    @Override
    public Deserializer<T> deserializer() {
        return (topic, bytes) -> deserialize(topic, bytes);
    }

    @Override
    public void close() {
        records.close();
    }

    // Kafka's interfaces have no nullness annotations: null is a tombstone, or a value that was deleted.
    @SuppressWarnings("NullAway")
    private byte @Nullable [] serialize(String topic, @Nullable T value) {
        return value == null ? null : records.serializer().serialize(topic, codec.toRecord(value));
    }

    @SuppressWarnings("NullAway")
    private @Nullable T deserialize(String topic, byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        R record = records.deserializer().deserialize(topic, bytes);
        try {
            return codec.fromRecord(record);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new SerializationException("Record of " + topic + " makes no sense: " + e.getMessage(), e);
        }
    }
}

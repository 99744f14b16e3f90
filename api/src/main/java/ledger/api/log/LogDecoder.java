package ledger.api.log;

import ledger.registry.SchemaRegistryException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of a topic, and tells a record that is wrong from a schema registry that does not answer. Used by one
 * thread at a time, as its deserializer is.
 */
public record LogDecoder<T>(String topic, Deserializer<T> deserializer) {
    /**
     * The value of a record.
     *
     * @throws SerializationException if the record has none that can be read, now or later
     * @throws LogException if the registry that knows its schema does not answer, which says nothing about the record
     */
    public T decode(byte @Nullable [] value) {
        @Nullable T decoded;
        try {
            decoded = deserializer.deserialize(topic, value);
        } catch (SerializationException e) {
            if (SchemaRegistryException.mayPass(e)) {
                throw new LogException("the schema registry does not answer: " + e.getMessage(), e);
            }
            throw e;
        }
        if (decoded == null) {
            throw new SerializationException("no value");
        }
        return decoded;
    }
}

package ledger.serde;

import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/** Confluent's wire format: a zero, the schema's id as four bytes big-endian, Avro binary. */
final class WireFormat {
    static final byte MAGIC = 0;
    static final int HEADER_BYTES = 5;

    private WireFormat() {}

    /** The subject by {@code TopicNameStrategy}. */
    static String subject(String topic, boolean isKey) {
        return topic + (isKey ? "-key" : "-value");
    }

    /** The schema id of a record. */
    static int schemaId(String topic, byte[] data) {
        if (data.length < HEADER_BYTES) {
            throw new SerializationException("Record of " + topic + " is too short for the Confluent wire format: "
                    + data.length + " bytes, the header alone has " + HEADER_BYTES);
        }
        if (data[0] != MAGIC) {
            throw new SerializationException(String.format(
                    Locale.ROOT,
                    "Record of %s is not in the Confluent wire format: it starts with 0x%02x instead of the magic byte"
                            + " 0x00",
                    topic,
                    data[0]));
        }
        return (data[1] & 0xff) << 24 | (data[2] & 0xff) << 16 | (data[3] & 0xff) << 8 | (data[4] & 0xff);
    }

    /** A true-or-false setting, as a Boolean or as text. */
    static boolean flag(Map<String, ?> configs, String key, boolean preset) {
        @Nullable Object value = configs.get(key);
        if (value == null) {
            return preset;
        }
        return switch (value.toString().trim()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new ConfigException(key, value, "must be true or false");
        };
    }
}

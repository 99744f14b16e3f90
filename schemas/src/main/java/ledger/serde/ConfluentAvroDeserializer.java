package ledger.serde;

import java.io.EOFException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import ledger.registry.SchemaRegistryClient;
import ledger.registry.SchemaRegistryClients;
import ledger.registry.SchemaRegistryException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.DatumReader;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads records in the Confluent wire format into generated classes; what an older or newer schema wrote is resolved to
 * the class's own by Avro's rules. Null stays null. Every failure is a {@link SerializationException} that says what was
 * wrong; where the schema could not be fetched, its cause is a {@link SchemaRegistryException}, whose
 * {@link SchemaRegistryException#retriable()} tells a registry that is away from a record that is undecodable.
 *
 * <p>May be used by several threads, as the threads of a Streams application share one instance. One that is used by
 * one thread at a time reuses its decoder.
 *
 * <p>Configured with {@code schema.registry.url} and what {@link SchemaRegistryClients} reads, and with
 * {@code specific.avro.value.type} or {@code specific.avro.key.type}, the class to read into; without it, the class of
 * the writer's schema name.
 *
 * @param <T> type of the records
 */
public final class ConfluentAvroDeserializer<T extends SpecificRecord> implements Deserializer<T> {
    /** The class of values. */
    public static final String VALUE_TYPE = "specific.avro.value.type";

    /** The class of keys. */
    public static final String KEY_TYPE = "specific.avro.key.type";

    private final Map<Integer, DatumReader<T>> readers = new ConcurrentHashMap<>();
    private final AvroInput input = new AvroInput();
    private final boolean ownsClient;
    private volatile @Nullable SchemaRegistryClient client;
    private volatile @Nullable Class<?> type;

    /** For Kafka, which calls {@link #configure}. */
    public ConfluentAvroDeserializer() {
        this.ownsClient = true;
    }

    /** Ready without {@link #configure}. The client stays the caller's. */
    public ConfluentAvroDeserializer(SchemaRegistryClient client, Class<T> type) {
        this.client = client;
        this.type = type;
        this.ownsClient = false;
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        if (!ownsClient) {
            return;
        }
        close();
        readers.clear();
        client = SchemaRegistryClients.of(configs);
        String key = isKey ? KEY_TYPE : VALUE_TYPE;
        @Nullable Object configured = configs.get(key);
        type = configured == null ? null : recordClass(key, configured);
    }

    private static Class<?> recordClass(String key, Object configured) {
        try {
            Class<?> found = configured instanceof Class<?> given ? given : loadClass(configured.toString());
            if (SpecificRecord.class.isAssignableFrom(found)) {
                return found;
            }
        } catch (ClassNotFoundException e) {
            throw wrongType(key, configured);
        }
        throw wrongType(key, configured);
    }

    private static ConfigException wrongType(String key, Object configured) {
        return new ConfigException(key, configured, "must name a class that Avro generated, on the class path");
    }

    private static Class<?> loadClass(String name) throws ClassNotFoundException {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        return Class.forName(name, true, loader == null ? ConfluentAvroDeserializer.class.getClassLoader() : loader);
    }

    /** Null, which is a tombstone, for null. */
    @Override
    public @Nullable T deserialize(String topic, byte @Nullable [] data) {
        if (data == null) {
            return null;
        }
        int id = WireFormat.schemaId(topic, data);
        DatumReader<T> reader = reader(topic, id);
        try {
            return input.read(reader, data, WireFormat.HEADER_BYTES);
        } catch (EOFException e) {
            throw new SerializationException(
                    "Record of " + topic + " with schema id " + id + " is truncated: it ends after " + data.length
                            + " bytes, before its schema does",
                    e);
        } catch (AvroInput.TrailingBytesException e) {
            throw new SerializationException(
                    "Record of " + topic + " with schema id " + id + " has " + e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            throw new SerializationException(
                    "Record of " + topic + " with schema id " + id + " is not what its schema says: " + e.getMessage(),
                    e);
        }
    }

    private DatumReader<T> reader(String topic, int id) {
        DatumReader<T> known = readers.get(id);
        if (known != null) {
            return known;
        }
        SchemaRegistryClient registry = client;
        if (registry == null) {
            throw new SerializationException("The deserializer was neither configured nor given a registry client");
        }
        try {
            DatumReader<T> made = makeReader(registry.schemaById(id));
            readers.put(id, made);
            return made;
        } catch (SchemaRegistryException e) {
            String what = e.errorCode() == 40403 ? "an unknown schema id " : "a schema id that cannot be fetched, ";
            throw new SerializationException("Record of " + topic + " has " + what + id + ": " + e.getMessage(), e);
        } catch (AvroRuntimeException e) {
            throw new SerializationException(
                    "Record of " + topic + " has a schema, id " + id + ", that cannot be read: " + e.getMessage(), e);
        }
    }

    private DatumReader<T> makeReader(Schema writer) {
        Class<?> configured = type;
        Class<?> target = configured == null ? GeneratedClasses.named(writer) : configured;
        if (target == null || !SpecificRecord.class.isAssignableFrom(target)) {
            throw new SerializationException("There is no generated class for schema " + writer.getFullName() + ": set "
                    + VALUE_TYPE + " or " + KEY_TYPE);
        }
        SpecificData model = GeneratedClasses.modelOf(target);
        return new SpecificDatumReader<>(writer, model.getSchema(target), model);
    }

    @Override
    public void close() {
        SchemaRegistryClient closed = client;
        if (ownsClient && closed != null) {
            closed.close();
        }
    }
}

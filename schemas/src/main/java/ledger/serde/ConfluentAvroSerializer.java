package ledger.serde;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import ledger.registry.PortableSchemas;
import ledger.registry.RegisteredSchema;
import ledger.registry.SchemaRegistryClient;
import ledger.registry.SchemaRegistryClients;
import ledger.registry.SchemaRegistryException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes generated Avro records in the Confluent wire format under {@code TopicNameStrategy} subjects. The schema is
 * registered, or looked up, with the first record of a topic and never again. Null serializes to null. Every failure is a
 * {@link SerializationException}; where the registry is at fault, its cause is a {@link SchemaRegistryException}.
 *
 * <p>May be used by several threads: a producer serializes in the threads of its callers, and the threads of a Streams
 * application share one instance. One that is used by one thread at a time reuses its buffers.
 *
 * <p>Configured with {@code schema.registry.url}, {@code auto.register.schemas} (default true),
 * {@code use.latest.version} (default false; write as the subject's newest version, converting where it is not the
 * record's) and what {@link SchemaRegistryClients} reads.
 *
 * @param <T> type of the records
 */
public final class ConfluentAvroSerializer<T extends SpecificRecord> implements Serializer<T> {
    /** Whether to register the record's schema; otherwise the registry must have it. */
    public static final String AUTO_REGISTER = "auto.register.schemas";

    /** Whether to write as the newest version of the subject instead of the record's own schema. */
    public static final String USE_LATEST = "use.latest.version";

    private final Map<Source, Target> targets = new ConcurrentHashMap<>();
    private final AvroOutput output = new AvroOutput();
    private final boolean ownsClient;
    private volatile @Nullable SchemaRegistryClient client;
    private volatile boolean isKey;
    private volatile boolean autoRegister = true;
    private volatile boolean useLatest;

    private record Source(String topic, Schema schema) {}

    /** Where records of a source go: the id to write, the writer, and the schema to convert to where it differs. */
    private record Target(
            int id, DatumWriter<Object> writer, @Nullable Schema convertTo) {}

    /** For Kafka, which calls {@link #configure}. */
    public ConfluentAvroSerializer() {
        this.ownsClient = true;
    }

    /** For values, registering their schemas; ready without {@link #configure}. The client stays the caller's. */
    public ConfluentAvroSerializer(SchemaRegistryClient client) {
        this.client = client;
        this.ownsClient = false;
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        this.isKey = isKey;
        autoRegister = WireFormat.flag(configs, AUTO_REGISTER, true);
        useLatest = WireFormat.flag(configs, USE_LATEST, false);
        targets.clear();
        if (ownsClient) {
            close();
            client = SchemaRegistryClients.of(configs);
        }
    }

    /** Null, which is a tombstone, for null. */
    @Override
    public byte @Nullable [] serialize(String topic, @Nullable T data) {
        if (data == null) {
            return null;
        }
        Target target = target(topic, data);
        try {
            return output.bytes((bytes, encoder) -> {
                bytes.writeHeader(target.id());
                if (target.convertTo() == null) {
                    target.writer().write(data, encoder);
                } else {
                    writeConverted(target, data, target.convertTo(), encoder);
                }
            });
        } catch (IOException | RuntimeException e) {
            throw new SerializationException(
                    "Cannot serialize a " + data.getSchema().getFullName() + " for " + topic + ": " + e.getMessage(),
                    e);
        }
    }

    private Target target(String topic, T data) {
        Source source = new Source(topic, data.getSchema());
        Target known = targets.get(source);
        if (known != null) {
            return known;
        }
        SchemaRegistryClient registry = client;
        if (registry == null) {
            throw new SerializationException("The serializer was neither configured nor given a registry client");
        }
        String subject = WireFormat.subject(topic, isKey);
        try {
            Target made = makeTarget(registry, subject, data);
            targets.put(source, made);
            return made;
        } catch (SchemaRegistryException | AvroRuntimeException e) {
            throw new SerializationException(
                    "Cannot get an id for schema " + data.getSchema().getFullName() + " in subject " + subject + ": "
                            + e.getMessage(),
                    e);
        }
    }

    private Target makeTarget(SchemaRegistryClient registry, String subject, T data) {
        Schema schema = data.getSchema();
        DatumWriter<Object> writer = new SpecificDatumWriter<>(schema, GeneratedClasses.modelOf(data.getClass()));
        if (!useLatest) {
            Schema portable = PortableSchemas.of(schema);
            int id = autoRegister ? registry.register(subject, portable) : registry.idOf(subject, portable);
            return new Target(id, writer, null);
        }
        RegisteredSchema latest = registry.latest(subject);
        boolean sameBinary =
                SchemaNormalization.toParsingForm(latest.schema()).equals(SchemaNormalization.toParsingForm(schema));
        return new Target(latest.id(), writer, sameBinary ? null : latest.schema());
    }

    /** Through generic records, because a generated class has the fields of its own schema only. Slow, and rare. */
    private void writeConverted(Target target, T data, Schema latest, BinaryEncoder encoder) throws IOException {
        byte[] own = output.bytes((_, binary) -> target.writer().write(data, binary));
        Object converted = new GenericDatumReader<>(data.getSchema(), latest)
                .read(null, DecoderFactory.get().binaryDecoder(own, null));
        new GenericDatumWriter<>(latest).write(converted, encoder);
    }

    @Override
    public void close() {
        SchemaRegistryClient closed = client;
        if (ownsClient && closed != null) {
            closed.close();
        }
    }
}

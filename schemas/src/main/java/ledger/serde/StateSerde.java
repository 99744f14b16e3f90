package ledger.serde;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.message.SchemaStore;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
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
    private static final byte[] MARKER = {(byte) 0xc3, 0x01};
    static final int HEADER_BYTES = MARKER.length + Long.BYTES;

    private final Schema schema;
    private final SpecificData model;
    private final SchemaStore older;
    private final byte[] header;
    private final DatumWriter<T> writer;
    private final DatumReader<T> reader;

    /** By the fingerprint of the schema that wrote. */
    private final Map<Long, DatumReader<T>> olderReaders = new ConcurrentHashMap<>();

    private final AvroOutput output = new AvroOutput();
    private final AvroInput input = new AvroInput();

    /** Reads what the present schema wrote, and what the older ones wrote, resolved to the present one. */
    public StateSerde(Class<T> type, Schema... older) {
        this(type, storeOf(older));
    }

    /** As the other constructor, with the older schemas by their CRC-64-AVRO fingerprint. */
    public StateSerde(Class<T> type, SchemaStore older) {
        this.model = GeneratedClasses.modelOf(type);
        this.schema = model.getSchema(type);
        this.older = older;
        this.header = headerBuffer()
                .put(MARKER)
                .putLong(SchemaNormalization.parsingFingerprint64(schema))
                .array();
        this.writer = new SpecificDatumWriter<>(schema, model);
        this.reader = new SpecificDatumReader<>(schema, schema, model);
    }

    private static SchemaStore storeOf(Schema... older) {
        SchemaStore.Cache store = new SchemaStore.Cache();
        for (Schema schema : older) {
            store.addSchema(schema);
        }
        return store;
    }

    private static ByteBuffer headerBuffer() {
        return ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public Serializer<T> serializer() {
        return (topic, value) -> serialize(value);
    }

    @Override
    public Deserializer<T> deserializer() {
        return (topic, bytes) -> deserialize(topic, bytes);
    }

    /**
     * The canonical form of what this serializes, for one thread.
     *
     * @param store its name, for errors
     */
    public CanonicalForm<T> canonicalForm(String store) {
        return new CanonicalForm<>(this, store);
    }

    Schema schema() {
        return schema;
    }

    boolean isOfPresentSchema(byte[] stored) {
        return startsWith(stored, header);
    }

    private byte @Nullable [] serialize(@Nullable T value) {
        if (value == null) {
            return null;
        }
        try {
            return output.bytes((bytes, encoder) -> {
                bytes.write(header, 0, header.length);
                writer.write(value, encoder);
            });
        } catch (IOException | RuntimeException e) {
            throw new SerializationException(
                    "Cannot serialize a " + schema.getFullName() + " for a store: " + e.getMessage(), e);
        }
    }

    private @Nullable T deserialize(String topic, byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        try {
            return input.read(reader(bytes), bytes, HEADER_BYTES);
        } catch (IOException | RuntimeException e) {
            throw new SerializationException(
                    "Value of store " + topic + " is not a " + schema.getFullName() + " of a known schema: "
                            + e.getMessage(),
                    e);
        }
    }

    private DatumReader<T> reader(byte[] bytes) throws IOException {
        if (isOfPresentSchema(bytes)) {
            return reader;
        }
        if (bytes.length < HEADER_BYTES || !startsWith(bytes, MARKER)) {
            throw new IOException(
                    "it does not start with the marker of Avro's single-object encoding and a fingerprint");
        }
        long fingerprint = headerBuffer().put(bytes, 0, HEADER_BYTES).getLong(MARKER.length);
        return olderReaders.computeIfAbsent(fingerprint, this::readerOfOlder);
    }

    private static boolean startsWith(byte[] bytes, byte[] start) {
        return bytes.length >= start.length && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
    }

    private DatumReader<T> readerOfOlder(long fingerprint) {
        Schema written = older.findByFingerprint(fingerprint);
        if (written == null) {
            throw new SerializationException("no schema has the fingerprint " + Long.toHexString(fingerprint));
        }
        return new SpecificDatumReader<>(written, schema, model);
    }
}

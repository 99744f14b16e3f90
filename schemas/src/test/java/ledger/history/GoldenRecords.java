package ledger.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import ledger.codec.LedgerSerdes;
import ledger.registry.RegistryJson;
import ledger.topics.Topics;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.serialization.Serde;

/**
 * Records of each released version of a subject, as they are on the wire, and what they mean:
 * {@code <directory>/<subject>/<n>.records.json}. The id in a record is the version.
 */
final class GoldenRecords {
    private static final HexFormat HEX = HexFormat.of();
    private static final int HEADER_BYTES = 5;

    private final Path directory;
    private final String topic;
    private final List<Schema> versions;

    /** @param hex the record as it is on the wire */
    record Golden(String name, String hex, JsonNode meaning) {
        byte[] wire() {
            return HEX.parseHex(hex);
        }
    }

    GoldenRecords(Path directory, String subject) throws IOException {
        this.directory = directory.resolve(subject);
        this.topic = subject.substring(0, subject.length() - "-value".length());
        this.versions = new SchemaHistory(directory).versions(subject);
    }

    List<Schema> versions() {
        return versions;
    }

    /** The records of a version; empty where nobody wrote them when it was released. */
    List<Golden> of(int version) throws IOException {
        if (!Files.exists(file(version))) {
            return List.of();
        }
        List<Golden> records = new ArrayList<>();
        for (JsonNode record : RegistryJson.MAPPER.readTree(Files.readString(file(version)))) {
            records.add(new Golden(
                    record.path("name").textValue(), record.path("wire").textValue(), record.path("meaning")));
        }
        return records;
    }

    /** What the code of today makes of a record. */
    JsonNode read(byte[] wire) {
        try (Serde<?> serde = serde()) {
            return Meaning.of(serde.deserializer().deserialize(topic, wire));
        }
    }

    /** What a program with the schema of one version makes of a record that another wrote. */
    GenericRecord read(byte[] wire, int writer, int reader) throws IOException {
        return new GenericDatumReader<GenericRecord>(versions.get(writer - 1), versions.get(reader - 1))
                .read(null, DecoderFactory.get().binaryDecoder(wire, HEADER_BYTES, wire.length - HEADER_BYTES, null));
    }

    /** Writes records of the versions that have none. Those that are there stay as they are. */
    void add() throws IOException {
        for (int version = 1; version <= versions.size(); version++) {
            if (!Files.exists(file(version))) {
                write(version);
            }
        }
    }

    private void write(int version) throws IOException {
        ArrayNode records = RegistryJson.MAPPER.createArrayNode();
        for (Map.Entry<String, Object> sample : GoldenSamples.of(topic).entrySet()) {
            byte[] wire = asOf(version, serialize(sample.getValue()));
            records.addObject()
                    .put("name", sample.getKey())
                    .put("wire", HEX.formatHex(wire))
                    .set("meaning", read(wire));
        }
        Files.writeString(
                file(version),
                RegistryJson.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(records) + "\n");
    }

    /** The record as the program of an earlier version wrote it. */
    private byte[] asOf(int version, byte[] latest) throws IOException {
        if (version == versions.size()) {
            return latest;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(new byte[] {0, 0, 0, 0, (byte) version});
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(versions.get(version - 1))
                .write(read(latest, versions.size(), version), encoder);
        return bytes.toByteArray();
    }

    @SuppressWarnings("unchecked") // The samples of a topic are what its serde writes.
    private byte[] serialize(Object sample) {
        try (Serde<Object> serde = (Serde<Object>) serde()) {
            return serde.serializer().serialize(topic, sample);
        }
    }

    private Serde<?> serde() {
        LedgerSerdes serdes = new LedgerSerdes(new HistoryRegistry(versions));
        return switch (topic) {
            case Topics.EVENTS -> serdes.events();
            case Topics.COMMANDS -> serdes.commands();
            case Topics.SHARD_MESSAGES -> serdes.shardMessages();
            case Topics.OUTCOMES -> serdes.outcomes();
            case Topics.BALANCES -> serdes.balances();
            case Topics.PROJECTION_CONTROL -> serdes.projectionControl();
            default -> throw new IllegalArgumentException("no serde of " + topic);
        };
    }

    private Path file(int version) {
        return directory.resolve(version + ".records.json");
    }
}

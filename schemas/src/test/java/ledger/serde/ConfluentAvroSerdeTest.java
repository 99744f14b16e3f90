package ledger.serde;

import static ledger.serde.Samples.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import ledger.records.AccountBalance;
import ledger.records.ProjectionControl;
import ledger.registry.InMemorySchemaLog;
import ledger.registry.PortableSchemas;
import ledger.registry.SchemaRegistryClient;
import ledger.registry.SchemaRegistryClients;
import ledger.registry.SchemaRegistryException;
import ledger.registry.SubjectRegistry;
import org.apache.avro.Schema;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class ConfluentAvroSerdeTest {
    private final SchemaRegistryClient client = SchemaRegistryClients.of(new SubjectRegistry(new InMemorySchemaLog()));
    private final ConfluentAvroSerializer<ProjectionControl> serializer = new ConfluentAvroSerializer<>(client);
    private final ConfluentAvroDeserializer<ProjectionControl> deserializer =
            new ConfluentAvroDeserializer<>(client, ProjectionControl.class);

    @Test
    void theBytesAreMagicIdAndAvroBinary() {
        byte[] bytes = control();

        String name = HexFormat.of().formatHex("balances".getBytes(StandardCharsets.US_ASCII));
        // Avro: length 8 as zigzag 10 and the text; 5 as 0a; 3 as 06; branch 1 of the union as 02, 4 as 08; branch 0 as
        // 00; 4 as 08; 1000 as d00f; twice branch 0.
        assertThat(HexFormat.of().formatHex(bytes))
                .isEqualTo("00" + "00000001" + "10" + name + "0a" + "06" + "02" + "08" + "00" + "08" + "d00f" + "0000");
        assertThat(deserializer.deserialize(TOPIC, bytes)).isEqualTo(Samples.control());
    }

    @Test
    void theIdIsFourBytesBigEndian() {
        byte[] data = {0, 0x01, (byte) 0xfe, 0x03, (byte) 0x84};
        assertThat(WireFormat.schemaId(TOPIC, data)).isEqualTo(0x01fe0384);
    }

    @Test
    void amountsAndMapsComeBackAsTheyWere() {
        try (var serde = new ConfluentAvroSerde<>(client, AccountBalance.class)) {
            AccountBalance read =
                    serde.deserializer().deserialize(TOPIC, serde.serializer().serialize(TOPIC, Samples.balance()));
            assertThat(read).isEqualTo(Samples.balance());
            assertThat(read.getMetadata()).containsEntry("owner", "Jürgen €");
        }
    }

    @Test
    void theSchemaIsRegisteredUnderTheTopicsSubjectWithoutJavasProperties() {
        serializer.serialize(TOPIC, Samples.control());

        Schema registered = client.latest(TOPIC + "-value").schema();
        assertThat(registered).isEqualTo(PortableSchemas.of(ProjectionControl.getClassSchema()));
        assertThat(registered.toString()).doesNotContain("avro.java.string").contains("timestamp-millis");
    }

    @Test
    void keysHaveTheirOwnSubjectAndTheClassIsFoundByNameOrConfigured() {
        Map<String, String> configs = Map.of("schema.registry.url", "mock://keys");
        try (var keys = new ConfluentAvroSerde<ProjectionControl>();
                var typed = new ConfluentAvroDeserializer<ProjectionControl>();
                var registry = SchemaRegistryClients.of(configs)) {
            keys.configure(configs, true);
            byte[] bytes = keys.serializer().serialize(TOPIC, Samples.control());
            assertThat(registry.latest(TOPIC + "-key").version()).isEqualTo(1);
            assertThat(keys.deserializer().deserialize(TOPIC, bytes)).isEqualTo(Samples.control());

            typed.configure(
                    Map.of(
                            "schema.registry.url",
                            "mock://keys",
                            "specific.avro.value.type",
                            ProjectionControl.class.getName()),
                    false);
            assertThat(typed.deserialize(TOPIC, bytes)).isEqualTo(Samples.control());
        }
    }

    @Test
    void nullIsATombstoneBothWays() {
        assertThat(serializer.serialize(TOPIC, null)).isNull();
        assertThat(deserializer.deserialize(TOPIC, null)).isNull();
    }

    @Test
    void whatAnOlderSchemaWroteIsReadWithDefaults() {
        Schema older = new Schema.Parser().parse("""
                        {"type":"record","name":"ProjectionControl","namespace":"ledger.records","fields":[
                         {"name":"changedAt","type":{"type":"long","logicalType":"timestamp-millis"}},
                         {"name":"projection","type":"string"},{"name":"revision","type":"long"},
                         {"name":"activeGeneration","type":"int"},{"name":"lastGeneration","type":"int"}]}""");
        int id = client.register(TOPIC + "-value", older);
        byte[] bytes = HexFormat.of().parseHex("00" + "0000000" + id + "d00f" + "0261" + "0a" + "06" + "08");

        assertThat(deserializer.deserialize(TOPIC, bytes))
                .isEqualTo(new ProjectionControl("a", 5L, 3, null, null, 4, Instant.ofEpochMilli(1_000), null, null));
    }

    @Test
    void withoutAutoRegistrationTheRegistryMustHaveTheSchema() {
        serializer.configure(Map.of("auto.register.schemas", "false"), false);

        assertThatThrownBy(() -> serializer.serialize(TOPIC, Samples.control()))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("ledger.records.ProjectionControl")
                .hasMessageContaining(TOPIC + "-value")
                .hasMessageContaining("not found")
                .hasCauseInstanceOf(SchemaRegistryException.class);

        int id = client.register(TOPIC + "-value", PortableSchemas.of(ProjectionControl.getClassSchema()));
        assertThat(control()[4]).isEqualTo((byte) id);
    }

    @Test
    void theLatestVersionIsWrittenWhereThatIsAsked() {
        String own = PortableSchemas.of(ProjectionControl.getClassSchema()).toString();
        Schema extended = new Schema.Parser()
                .parse(own.replaceFirst(
                        "\"fields\":\\[", "\"fields\":[{\"name\":\"note\",\"type\":\"string\",\"default\":\"n/a\"},"));
        int id = client.register(TOPIC + "-value", extended);
        serializer.configure(Map.of("use.latest.version", true), false);

        byte[] bytes = control();

        assertThat(WireFormat.schemaId(TOPIC, bytes)).isEqualTo(id);
        assertThat(HexFormat.of().formatHex(bytes, 5, 9))
                .as("the new field comes first")
                .isEqualTo("066e2f61");
        assertThat(deserializer.deserialize(TOPIC, bytes)).isEqualTo(Samples.control());
    }

    @Test
    void settingsThatAreNeitherTrueNorFalseAreRefused() {
        assertThatThrownBy(() -> serializer.configure(Map.of("use.latest.version", "yes"), false))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll("use.latest.version", "yes", "true or false");
        assertThatThrownBy(() -> new ConfluentAvroDeserializer<ProjectionControl>()
                        .configure(
                                Map.of("schema.registry.url", "mock://x", "specific.avro.value.type", "no.Such"),
                                false))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll("specific.avro.value.type", "no.Such");
    }

    @Test
    void everyFailureOfADeserializerSaysWhatWasWrong() {
        byte[] good = control();

        undecodable(new byte[0], "too short", "0 bytes");
        undecodable(new byte[] {0, 0, 0, 0}, "too short", "4 bytes");
        undecodable("{\"json\":1}".getBytes(StandardCharsets.UTF_8), "0x7b", "magic byte 0x00");
        undecodable(new byte[] {0, 0, 0, 3, 1, 0}, "unknown schema id 769");
        undecodable(Arrays.copyOf(good, good.length - 1), "schema id 1", "truncated");
        undecodable(Arrays.copyOf(good, good.length + 1), "schema id 1", "trailing bytes");
        byte[] badBranch = good.clone();
        badBranch[5 + 9 + 1 + 1] = 0x20;
        undecodable(badBranch, "schema id 1", "not what its schema says");

        assertThat(deserializer.deserialize(TOPIC, good)).as("and goes on").isEqualTo(Samples.control());
    }

    @Test
    void everyTruncationAndEveryLengthThatLiesIsASerializationException() {
        byte[] good = control();
        for (int length = 0; length < good.length; length++) {
            undecodable(Arrays.copyOf(good, length), TOPIC);
        }
        // A text of 2^31 - 9 bytes, of more than 2^31, and of a negative length.
        for (String length : List.of("eeffffff0f", "fefffffffffffffff701", "01")) {
            undecodable(HexFormat.of().parseHex("0000000001" + length + "61"), "schema id 1");
        }
    }

    @Test
    void anotherRecordTypeUnderTheIdIsRefused() {
        byte[] control = control();
        var balances = new ConfluentAvroDeserializer<>(client, AccountBalance.class);

        assertThatThrownBy(() -> balances.deserialize(TOPIC, control)).isInstanceOf(SerializationException.class);
    }

    @Test
    void aRegistryThatIsAwayIsToldFromABadRecord() {
        try (var away = SchemaRegistryClients.of(
                Map.of("schema.registry.url", "http://127.0.0.1:1", "http.connect.timeout.ms", "2000"))) {
            var waiting = new ConfluentAvroDeserializer<>(away, ProjectionControl.class);
            assertThatThrownBy(() -> waiting.deserialize(TOPIC, new byte[] {0, 0, 0, 0, 1, 0}))
                    .isInstanceOf(SerializationException.class)
                    .hasMessageContainingAll("cannot be fetched", "http://127.0.0.1:1")
                    .cause()
                    .isInstanceOfSatisfying(
                            SchemaRegistryException.class,
                            e -> assertThat(e.retriable()).isTrue());
        }
    }

    @Test
    void aFailedWriteLeavesNothingForTheNext() {
        ProjectionControl incomplete = new ProjectionControl();

        assertThatThrownBy(() -> serializer.serialize(TOPIC, incomplete))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("ledger.records.ProjectionControl");
        assertThat(deserializer.deserialize(TOPIC, serializer.serialize(TOPIC, Samples.control())))
                .isEqualTo(Samples.control());
    }

    @Test
    void threadsMayShareOneInstance() throws Exception {
        List<Callable<Boolean>> threads = IntStream.range(0, 4)
                .mapToObj(thread ->
                        (Callable<Boolean>) () -> IntStream.range(0, 2_000).allMatch(i -> {
                            var sent = new ProjectionControl(
                                    "p" + thread, 1L, i, thread, null, i, Instant.ofEpochMilli(i), null, null);
                            return sent.equals(deserializer.deserialize(TOPIC, serializer.serialize(TOPIC, sent)));
                        }))
                .toList();
        try (var pool = Executors.newFixedThreadPool(4)) {
            for (var result : pool.invokeAll(threads)) {
                assertThat(result.get()).isTrue();
            }
        }
    }

    private byte[] control() {
        return Objects.requireNonNull(serializer.serialize(TOPIC, Samples.control()));
    }

    private void undecodable(byte[] data, String... parts) {
        assertThatThrownBy(() -> deserializer.deserialize(TOPIC, data))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining(TOPIC)
                .hasMessageContainingAll(parts);
    }
}

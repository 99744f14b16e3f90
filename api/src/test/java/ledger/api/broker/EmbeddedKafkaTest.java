package ledger.api.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metadata.FeatureLevelRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.metadata.util.BatchFileWriter;
import org.apache.kafka.server.common.ApiMessageAndVersion;
import org.apache.kafka.server.common.MetadataVersion;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaTest {

    private static final String TOPIC = "records";
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @TempDir
    Path outputs;

    @Test
    void recordsAndClusterIdSurviveARestartOnAnotherPort() throws Exception {
        String clusterId;
        int firstPort;
        try (EmbeddedKafka broker = EmbeddedKafka.start(directory, 0)) {
            firstPort = broker.port();
            clusterId = clusterId(broker.bootstrapServers());
            createTopic(broker.bootstrapServers());
            append(broker.bootstrapServers(), "one");
        }
        try (EmbeddedKafka broker = EmbeddedKafka.start(directory, firstPort)) {
            assertThat(broker.port()).isEqualTo(firstPort);
            assertThat(clusterId(broker.bootstrapServers())).isEqualTo(clusterId);
            append(broker.bootstrapServers(), "two");
        }
        try (ServerSocket taken = new ServerSocket(firstPort, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
                EmbeddedKafka broker = EmbeddedKafka.start(directory, 0)) {
            assertThat(broker.port()).isNotEqualTo(taken.getLocalPort());
            assertThat(read(broker.bootstrapServers(), 2)).containsExactly("one", "two");
        }
    }

    @Test
    void acknowledgedRecordsSurviveAKilledProcess() throws Exception {
        try (BrokerProcess process = spawn()) {
            createTopic(process.bootstrapServers());
            append(process.bootstrapServers(), "one");
        }
        try (EmbeddedKafka broker = EmbeddedKafka.start(directory, 0)) {
            append(broker.bootstrapServers(), "two");
            assertThat(read(broker.bootstrapServers(), 2)).containsExactly("one", "two");
        }
    }

    @Test
    void aDirectoryInUseByAnotherProcessIsRefusedByName() throws Exception {
        try (BrokerProcess process = spawn()) {
            process.bootstrapServers();
            assertThatThrownBy(() -> EmbeddedKafka.start(directory, 0))
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessage("Data directory " + directory.toRealPath() + " is in use by process " + process.pid()
                            + ". Stop it first, or choose another directory with ledger.data");
        }
    }

    @Test
    void aSecondBrokerOfThisProcessOnTheSameDirectoryIsRefusedAndTheFirstGoesOn() throws Exception {
        try (EmbeddedKafka broker = EmbeddedKafka.start(directory, 0)) {
            assertThatThrownBy(() -> EmbeddedKafka.start(directory, 0))
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessageContaining("in use by this process");
            createTopic(broker.bootstrapServers());
            append(broker.bootstrapServers(), "one");
            assertThat(read(broker.bootstrapServers(), 1)).containsExactly("one");
        }
    }

    @Test
    void aPortInUseIsRefusedBeforeAnythingIsFormatted() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            assertThatThrownBy(() -> EmbeddedKafka.start(directory, taken.getLocalPort()))
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessageStartingWith("Port " + taken.getLocalPort() + " of 127.0.0.1 cannot be used")
                    .hasMessageContaining("ledger.kafka.port");
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aFileInPlaceOfTheDirectoryIsRefused() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        assertThatThrownBy(() -> EmbeddedKafka.start(file, 0))
                .isInstanceOf(BrokerStartException.class)
                .hasMessage("Data directory " + file
                        + " cannot be used: it is not a directory. Choose another with ledger.data");
    }

    @Test
    void aDirectoryBelowAFileIsRefused() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        assertThatThrownBy(() -> EmbeddedKafka.start(file.resolve("data"), 0))
                .isInstanceOf(BrokerStartException.class)
                .hasMessageContaining("cannot be used: it cannot be created")
                .hasMessageContaining("ledger.data");
    }

    @Test
    void aDirectoryThatIsNotABrokersOwnIsReleasedAfterTheFailure() throws Exception {
        Path meta = directory.resolve("meta.properties");
        Files.writeString(meta, "version=1\nnode.id=7\ncluster.id=4L6g3nShT-eMCtK--X86sw\n");
        assertThatThrownBy(() -> EmbeddedKafka.start(directory, 0))
                .isInstanceOf(BrokerStartException.class)
                .hasMessageStartingWith("The embedded broker did not start on " + directory.toRealPath())
                .hasMessageContaining("node");
        Files.delete(meta);
        try (EmbeddedKafka broker = EmbeddedKafka.start(directory, 0)) {
            assertThat(clusterId(broker.bootstrapServers())).isNotBlank();
        }
    }

    @Test
    void aDirectoryOfANewerKafkaIsRefused() throws Exception {
        EmbeddedKafka.start(directory, 0).close();
        short newer = (short) (MetadataVersion.latestTesting().featureLevel() + 1);
        Path checkpoint = directory.resolve("bootstrap.checkpoint");
        Files.delete(checkpoint);
        try (BatchFileWriter writer = BatchFileWriter.open(checkpoint)) {
            writer.append(new ApiMessageAndVersion(
                    new FeatureLevelRecord()
                            .setName(MetadataVersion.FEATURE_NAME)
                            .setFeatureLevel(newer),
                    (short) 0));
        }
        assertThatThrownBy(() -> EmbeddedKafka.start(directory, 0))
                .isInstanceOf(BrokerStartException.class)
                .hasMessageStartingWith("Data directory " + directory.toRealPath()
                        + " was formatted by another version of Kafka, probably a newer one: ")
                .hasMessageContaining(Short.toString(newer))
                .hasMessageEndingWith("or choose another directory with ledger.data");
    }

    @Test
    void aFatalFaultDuringTheStartIsAnException() throws IOException {
        // Kafka halts the JVM when it has no directory that it can use; here its own lock file is one.
        Files.createDirectory(directory.resolve(".lock"));
        assertThatThrownBy(() -> EmbeddedKafka.start(directory, 0))
                .isInstanceOf(BrokerStartException.class)
                .hasMessageStartingWith("The embedded broker did not start on " + directory.toRealPath());
    }

    @Test
    void listensOnLoopbackOnly() throws Exception {
        try (EmbeddedKafka broker = EmbeddedKafka.start(directory, 0);
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            assertThat(broker.bootstrapServers()).isEqualTo("127.0.0.1:" + broker.port());
            assertThat(admin.describeCluster().nodes().get())
                    .singleElement()
                    .satisfies(
                            node -> assertThat(node.host() + ":" + node.port()).isEqualTo(broker.bootstrapServers()));
        }
    }

    private BrokerProcess spawn() throws IOException {
        return BrokerProcess.start(directory, outputs.resolve("out"));
    }

    private static String clusterId(String servers) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            return admin.describeCluster().clusterId().get();
        }
    }

    private static void createTopic(String servers) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        }
    }

    private static void append(String servers, String value) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, value)).get();
        }
    }

    private static List<String> read(String servers, int count) {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers), new StringDeserializer(), new StringDeserializer())) {
            TopicPartition partition = new TopicPartition(TOPIC, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            List<String> values = new ArrayList<>();
            Awaitility.await().atMost(DEADLINE).until(() -> {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    values.add(record.value());
                }
                return values.size() >= count;
            });
            return values;
        }
    }
}

package ledger.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DELETE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.IDEMPOTENT_WRITE;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.PatternType.LITERAL;
import static org.apache.kafka.common.resource.PatternType.PREFIXED;
import static org.apache.kafka.common.resource.ResourceType.CLUSTER;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.apache.kafka.common.resource.ResourceType.TRANSACTIONAL_ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import ledger.api.cli.LedgerCli;
import ledger.api.config.LedgerConfig;
import ledger.api.deadletters.DeadLetter;
import ledger.api.deadletters.DeadLetterTopic;
import ledger.architecture.Repository;
import ledger.integration.SecuredBroker.Grant;
import ledger.testing.TestDirectories;
import ledger.tls.Authority;
import ledger.topics.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A ledger on a cluster that wants TLS, a password, and rights: with the client settings and the rights that the operations
 * guide shows, everything works; with other settings it does not start and says why.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecuredClusterTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String LEDGER = "ledger";
    private static final String AUDITOR = "auditor";
    private static final Pattern SETTINGS = Pattern.compile("(?s)```properties\n(security.protocol=SASL_SSL\n.*?)```");

    private final Path directory = TestDirectories.create("secured");
    private final Authority authority = new Authority("authority of the brokers");
    private final Path ca = authority.write(directory.resolve("ca.pem"));
    private final Map<String, String> passwords =
            Map.of(SecuredBroker.ADMIN, password(), LEDGER, password(), AUDITOR, password());
    private final SecuredBroker broker = new SecuredBroker(directory, authority, passwords);
    private final LedgerProcess ledger;

    SecuredClusterTest() throws Exception {
        try (Admin admin = Admin.create(connection(SecuredBroker.ADMIN))) {
            SecuredBroker.grant(admin, LEDGER, rightsOfALedger());
            SecuredBroker.grant(admin, AUDITOR, List.of(grant(TOPIC, "*", LITERAL, DESCRIBE, DESCRIBE_CONFIGS, READ)));
        }
        ledger = run(clientFile(LEDGER, settingsOf(LEDGER)), "DEBUG");
    }

    private static String password() {
        return "secret-" + UUID.randomUUID();
    }

    /** As the table of the operations guide says. */
    private static List<Grant> rightsOfALedger() {
        AclOperation[] ofTopics = {CREATE, DESCRIBE, DESCRIBE_CONFIGS, READ, WRITE};
        return List.of(
                grant(TOPIC, "ledger.", PREFIXED, ofTopics),
                grant(TOPIC, "ledger-", PREFIXED, ofTopics),
                grant(TOPIC, "ledger-", PREFIXED, DELETE),
                grant(TOPIC, "_schemas", LITERAL, ofTopics),
                grant(GROUP, "ledger-", PREFIXED, DESCRIBE, READ, DELETE),
                grant(TRANSACTIONAL_ID, "ledger-", PREFIXED, DESCRIBE, WRITE),
                grant(TRANSACTIONAL_ID, "_schemas-writer", LITERAL, DESCRIBE, WRITE),
                grant(CLUSTER, "kafka-cluster", LITERAL, DESCRIBE, IDEMPOTENT_WRITE));
    }

    private static Grant grant(ResourceType type, String name, PatternType pattern, AclOperation... operations) {
        return new Grant(new ResourcePattern(type, name, pattern), List.of(operations));
    }

    /** Those that the operations guide shows, with what is another in each house put in. */
    private Properties settingsOf(String user) {
        String guide = text(Repository.ROOT.resolve("docs/guides/operations.md"));
        Matcher shown = SETTINGS.matcher(guide);
        assertThat(shown.find()).isTrue();
        String settings = shown.group(1);
        assertThat(text(Repository.ROOT.resolve("docs/guides/security.md"))).contains(settings);
        assertThat(settings).contains("username=\"ledger\"", "password=\"...\"", "/etc/ledger/kafka/ca.pem");
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(settings.replace("username=\"ledger\"", "username=\"" + user + "\"")
                    .replace("\"...\"", "\"" + passwords.get(user) + "\"")
                    .replace("/etc/ledger/kafka/ca.pem", ca.toString())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }

    private Map<String, Object> connection(String user) {
        Map<String, Object> connection = new HashMap<>();
        settingsOf(user).forEach((name, value) -> connection.put(name.toString(), value));
        connection.put("bootstrap.servers", broker.bootstrapServers());
        return connection;
    }

    private Path clientFile(String name, Properties settings) {
        return write(name + "-client.properties", settings);
    }

    private Path write(String name, Properties properties) {
        Path file = directory.resolve(name);
        try (var writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private LedgerProcess run(Path clientFile, String logLevel) {
        return LedgerProcess.start(
                Map.of(
                        "LEDGER_KAFKA_CONFIG", clientFile.toString(),
                        "LEDGER_LOG_LEVEL", logLevel,
                        "LEDGER_INSTANCE_ID", "secured",
                        "LEDGER_SHARDS", "2",
                        "LEDGER_REPLY_PARTITIONS", "1",
                        "LEDGER_STANDBY_REPLICAS", "0",
                        "LEDGER_REPLICATION_FACTOR", "1",
                        "LEDGER_MIN_INSYNC_REPLICAS", "1"),
                "run",
                "--http",
                "127.0.0.1:0",
                "--data",
                directory.resolve("data-" + clientFile.getFileName()).toString(),
                "--bootstrap-servers",
                broker.bootstrapServers());
    }

    /** What a user gives to the commands that work on the log by themselves. */
    private Path configOf(String user) {
        Properties config = new Properties();
        config.setProperty("ledger.bootstrap.servers", broker.bootstrapServers());
        config.setProperty(
                "ledger.kafka.config", clientFile(user, settingsOf(user)).toString());
        return write(user + ".properties", config);
    }

    @AfterAll
    void close() {
        try (broker) {
            ledger.close();
        }
        TestDirectories.delete(directory);
    }

    @Test
    void aLedgerWorksWithTheSettingsAndRightsOfTheGuide() throws Exception {
        Api api = ledger.ready();
        api.open("secured");
        api.deposit("secured", "12.50").expect(201);
        assertThat(api.get("/v1/accounts/secured?minVersion=2")
                        .expect(200)
                        .json()
                        .path("balance")
                        .textValue())
                .isEqualTo("12.50");
        try (Feed feed = Feed.open(api, "?account=secured&from=start")) {
            await().atMost(SOON).until(() -> feed.versions("secured").equals(List.of(1L, 2L)));
        }
        api.rebuild("statements");
        assertThat(api.items("/v1/accounts/secured/statement?minVersion=2", 10)).hasSize(1);
        assertThat(api.get("/registry/subjects").expect(200).text()).contains(Topics.EVENTS);

        for (String user : List.of(LEDGER, AUDITOR)) {
            assertThat(cli("audit", user)).isZero();
            assertThat(cli("replay", user, "--account", "secured")).isZero();
        }
        deadLettersAreListedAndRetried();
        nothingShowsAPassword(ledger.log());
        for (String path : List.of("/health/ready", "/metrics", "/v1/projections")) {
            nothingShowsAPassword(api.get(path).expect(200).text());
        }
    }

    private int cli(String command, String user, String... options) {
        List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
        arguments.addAll(List.of("--config", configOf(user).toString()));
        arguments.addAll(List.of(options));
        return new LedgerCli((_, _) -> 1, () -> "").run(arguments.toArray(String[]::new));
    }

    private void deadLettersAreListedAndRetried() throws Exception {
        try (KafkaProducer<byte[], byte[]> stranger = new KafkaProducer<>(
                connection(SecuredBroker.ADMIN), new ByteArraySerializer(), new ByteArraySerializer())) {
            stranger.send(new ProducerRecord<>(Topics.COMMANDS, 0, "x".getBytes(UTF_8), "no command".getBytes(UTF_8)))
                    .get();
        }
        await().atMost(SOON).until(() -> letters().size() == 1);
        assertThat(cli("dead-letters list", LEDGER)).isZero();
        assertThat(cli("dead-letters retry", LEDGER, "--all")).isZero();
        await().atMost(SOON).until(() -> letters().size() == 2);
    }

    private List<DeadLetter> letters() {
        List<DeadLetter> found = new ArrayList<>();
        LedgerConfig config = LedgerConfig.load(Optional.of(configOf(AUDITOR)), Map.of(), Map.of());
        try (DeadLetterTopic letters = DeadLetterTopic.open(config)) {
            letters.read(found::add);
        }
        return found;
    }

    private void nothingShowsAPassword(String text) {
        assertThat(text).isNotEmpty().doesNotContain(passwords.values());
    }

    /** All at once, since each waits for a JVM. */
    @Test
    void whatIsWrongIsSaidInOneLineAndEndsTheStart() {
        Properties wrongPassword = settingsOf(LEDGER);
        wrongPassword.setProperty(
                "sasl.jaas.config",
                wrongPassword
                        .getProperty("sasl.jaas.config")
                        .replace(requireNonNull(passwords.get(LEDGER)), requireNonNull(passwords.get(AUDITOR))));
        Properties withoutTruststore = settingsOf(LEDGER);
        withoutTruststore.remove("ssl.truststore.location");
        withoutTruststore.remove("ssl.truststore.type");
        Properties plain = settingsOf(LEDGER);
        plain.remove("security.protocol");
        Path wrongPasswordFile = clientFile("wrong-password", wrongPassword);
        try (LedgerProcess refused = run(wrongPasswordFile, "WARN");
                LedgerProcess untrusting = run(clientFile("without-truststore", withoutTruststore), "WARN");
                LedgerProcess speakingPlainly = run(clientFile("plain", plain), "WARN");
                LedgerProcess auditor = LedgerProcess.start(
                        Map.of("LEDGER_KAFKA_CONFIG", wrongPasswordFile.toString()),
                        "audit",
                        "--bootstrap-servers",
                        broker.bootstrapServers())) {
            fails(refused, "refuse the login", "invalid credentials", "SCRAM-SHA-512", "sasl.*");
            fails(untrusting, "no trusted TLS connection", "valid certification path", "ssl.*");
            fails(speakingPlainly, "speak TLS", "security.protocol is PLAINTEXT");
            fails(auditor, "refuse the login", "sasl.*");
        }
    }

    private void fails(LedgerProcess process, String... said) {
        LedgerProcess.Ended ended = process.ended();
        assertThat(ended.exitCode()).as(ended.toString()).isOne();
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).hasSize(1);
        assertThat(ended.err().getFirst())
                .startsWith("ledger: ")
                .contains(broker.bootstrapServers(), "ledger.kafka.config")
                .contains(said);
        nothingShowsAPassword(process.log());
    }
}

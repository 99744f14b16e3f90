package ledger.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import ledger.api.broker.EmbeddedKafka;
import ledger.api.config.ConfigKey;
import ledger.api.config.LedgerConfig;
import ledger.api.server.LedgerServer;
import ledger.api.streams.LocalState;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What keeps the server from starting is one line that says what to do, and an exit code. */
@ExtendWith(SharedLedger.class)
class StartFaultsTest {
    private static final Map<String, String> OF_FOUR_SHARDS = Map.of(
            "LEDGER_SHARDS", "4",
            "LEDGER_REPLY_PARTITIONS", "1",
            "LEDGER_REPLICATION_FACTOR", "1",
            "LEDGER_MIN_INSYNC_REPLICAS", "1");

    @TempDir
    private Path directory;

    private static void fails(LedgerProcess.Ended ended, int exitCode, String... said) {
        assertThat(ended.exitCode()).as(ended.toString()).isEqualTo(exitCode);
        assertThat(ended.err()).hasSize(1);
        assertThat(ended.err().getFirst()).startsWith("ledger: ").contains(said);
        assertThat(ended.out()).isEmpty();
    }

    private LedgerProcess.Ended run(Map<String, String> environment, String... args) {
        String[] all = new String[args.length + 3];
        all[0] = "run";
        all[1] = "--data";
        all[2] = directory.resolve("data").toString();
        System.arraycopy(args, 0, all, 3, args.length);
        return LedgerProcess.run(environment, all);
    }

    @Test
    void thePortOfTheHttpInterfaceIsInUse() throws IOException {
        try (ServerSocket used = LedgerProcess.portInUse()) {
            String address = "127.0.0.1:" + used.getLocalPort();
            fails(run(Map.of(), "--http", address, "--kafka-port", "0"), 1, address, "--http");
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void thePortOfTheBrokerIsInUse() throws IOException {
        try (ServerSocket used = LedgerProcess.portInUse()) {
            String port = Integer.toString(used.getLocalPort());
            fails(run(Map.of(), "--http", "127.0.0.1:0", "--kafka-port", port), 1, port, "kafka");
        }
    }

    @Test
    void theDataDirectoryIsAFile() throws IOException {
        Files.writeString(directory.resolve("data"), "a file");
        fails(run(Map.of(), "--http", "127.0.0.1:0", "--kafka-port", "0"), 1, directory.toString(), "ledger.data");
    }

    @Test
    void anotherProcessUsesTheStateStores(LedgerFixture ledger) throws IOException {
        Path state = directory.resolve("data").resolve("state");
        Path task = Files.createDirectories(state.resolve("ledger-shards").resolve("0_0"));
        try (LocalState _ = LocalState.open(state)) {
            fails(
                    run(OF_FOUR_SHARDS, "--http", "127.0.0.1:0", "--bootstrap-servers", ledger.bootstrapServers()),
                    1,
                    state.toRealPath().toString(),
                    "process " + ProcessHandle.current().pid(),
                    "ledger.data");
            assertThat(task).exists();
            assertThat(state.resolve(".in-use")).exists();
        }
    }

    /** The log has what they had. */
    @Test
    void theStateStoresOfTheShardsCannotBeOpened() throws IOException {
        String[] server = LedgerProcess.serverArguments(directory.resolve("data"));
        openAliceAndDamage("ledger-commands", server);
        LedgerProcess.Ended ended = LedgerProcess.run(Map.of(), server);
        assertThat(ended.exitCode()).as(ended.toString()).isEqualTo(1);
        assertThat(ended.err()).last().asString().startsWith("ledger: ").contains("accounts", "start again");
        assertThat(ended.out()).isEmpty();
        assertIsWholeAgain(server);
    }

    /** The other ones answer meanwhile. */
    @Test
    void theStateStoresOfAReadModelCannotBeOpened() throws IOException {
        String[] server = LedgerProcess.serverArguments(directory.resolve("data"));
        openAliceAndDamage("ledger-balances-g1", server);
        // In this process: one of its own says at which port it listens when it is ready, which this one never is.
        try (LedgerServer damaged = LedgerServer.start(config())) {
            Api api = new Api(damaged.httpPort());
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> api.get("/health/ready").text().contains("ProcessorStateException"));
            api.get("/v1/accounts/alice").expect(503);
            api.get("/v1/accounts/alice/statement").expect(200);
            api.deposit("alice", "1.00").expect(201);
        }
        assertIsWholeAgain(server);
    }

    private LedgerConfig config() {
        return LedgerConfig.load(
                Optional.empty(),
                Map.of(),
                Map.of(
                        ConfigKey.HTTP,
                        "127.0.0.1:0",
                        ConfigKey.KAFKA_PORT,
                        "0",
                        ConfigKey.DATA,
                        directory.resolve("data").toString()));
    }

    private void openAliceAndDamage(String application, String[] server) throws IOException {
        try (LedgerProcess first = LedgerProcess.start(Map.of(), server)) {
            first.ready().open("alice");
            assertThat(first.terminate().exitCode()).isZero();
        }
        try (Stream<Path> files = Files.walk(directory.resolve("data/state").resolve(application))) {
            List<Path> current = files.filter(file -> file.endsWith(Path.of("rocksdb", "accounts", "CURRENT")))
                    .toList();
            assertThat(current).isNotEmpty();
            for (Path file : current) {
                Files.writeString(file, "nothing that RocksDB knows\n");
            }
        }
    }

    private static void assertIsWholeAgain(String[] server) {
        try (LedgerProcess again = LedgerProcess.start(Map.of(), server)) {
            again.ready().get("/v1/accounts/alice").expect(200);
        }
    }

    /** They stop at it when all else has started: the process must neither say that it is ready nor stay. */
    @Test
    void theShardsCannotUseAChangelog() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0)) {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
                NewTopic ofThreeShards = new NewTopic("ledger-commands-accounts-changelog", 3, (short) 1);
                admin.createTopics(List.of(ofThreeShards)).all().get();
            }
            LedgerProcess.Ended ended =
                    run(OF_FOUR_SHARDS, "--http", "127.0.0.1:0", "--bootstrap-servers", kafka.bootstrapServers());
            assertThat(ended.exitCode()).as(ended.toString()).isEqualTo(1);
            assertThat(ended.err()).last().isEqualTo("ledger: the shards have stopped after a fault; see the log");
            assertThat(ended.out()).isEmpty();
        }
    }

    @Test
    void nobodyAnswersAtTheBootstrapServers() throws IOException {
        String nobody = LedgerProcess.nobody();
        fails(run(Map.of(), "--http", "127.0.0.1:0", "--bootstrap-servers", nobody), 1, nobody, "--bootstrap-servers");
    }

    @Test
    void theConfigurationIsBroken() throws IOException {
        Path file = Files.writeString(directory.resolve("ledger.properties"), "ledger.htpt=127.0.0.1:0\n");
        fails(run(Map.of(), "--config", file.toString()), 2, "ledger.htpt", "ledger.http");
        fails(run(Map.of("LEDGER_SHARDS", "many")), 2, "LEDGER_SHARDS", "many");
        fails(run(Map.of(), "--kafka-port", "0", "--bootstrap-servers", "127.0.0.1:1"), 2, "--kafka-port");
        fails(run(Map.of(), "--http", "0.0.0.0:0"), 2, "ledger.http.insecure");
    }

    @Test
    void theCertificateIsNotThere() {
        String missing = directory.resolve("tls.crt").toString();
        fails(
                run(
                        Map.of("LEDGER_HTTP_TLS_CERTIFICATE", missing, "LEDGER_HTTP_TLS_KEY", missing),
                        "--http",
                        "127.0.0.1:0",
                        "--kafka-port",
                        "0"),
                2,
                "ledger.http.tls.certificate",
                missing);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void theTopicsHaveAnotherNumberOfPartitions(LedgerFixture ledger) {
        Map<String, String> environment = Map.of(
                "LEDGER_SHARDS", "3",
                "LEDGER_REPLICATION_FACTOR", "1",
                "LEDGER_MIN_INSYNC_REPLICAS", "1");
        fails(
                run(environment, "--http", "127.0.0.1:0", "--bootstrap-servers", ledger.bootstrapServers()),
                1,
                "partitions",
                "3",
                "4");
    }
}

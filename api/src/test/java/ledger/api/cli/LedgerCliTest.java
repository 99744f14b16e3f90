package ledger.api.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerCliTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "nonsense --help",
                "nonsense -V",
                "balance --help --no-such-option",
                "balance",
                "balance a b",
                "balance a --no-such-option",
                "balance a --min-version many",
                "balance a --url ftp://host",
                "balance a --url nonsense",
                "balance a --wait 0",
                "balance a --wait 61",
                "deposit a 1.00",
                "deposit a 1.00 EUR --key sp\u00e4t",
                "open a EUR --metadata nothing",
                "transfer a b 1.00",
                "transfer a b 1.00 EUR --expires-in PT1H",
                "hold a b 1.00 EUR --if-match x",
                "capture",
                "capture t 1.00 EUR",
                "void t 1.00",
                "reverse",
                "transaction",
                "trial-balance EUR",
                "import",
                "import file --batch-size 0",
                "import file --batch-size 10001",
                "rebuild",
                "dead-letters --limit 0",
                "dead-letters list --limit 0",
                "dead-letters --limit 1 list",
                "dead-letters --data d show 0:1",
                "dead-letters show",
                "dead-letters show 17",
                "dead-letters retry",
                "dead-letters retry 0:1 --all",
                "dead-letters retry 0:1 x",
                "dead-letters list --data d --bootstrap-servers localhost:9092",
                "audit now",
                "audit --data d --bootstrap-servers localhost:9092",
                "replay now",
                "replay --until yesterday",
                "replay --account @world/x",
                "replay --account @world",
                "replay --data d --bootstrap-servers localhost:9092",
                "run --kafka-port 9092 --bootstrap-servers localhost:9092",
                "run --kafka-port 65536",
                "run --kafka-port x",
            })
    void wrongUsageIsOneLineAndExitCodeTwo(String arguments) {
        CliRun run = CliRun.of(arguments.isEmpty() ? new String[0] : arguments.split(" ", -1));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("ledger: ")
                .contains("--help)")
                .doesNotContain("option option")
                .hasLineCount(1);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void anEmptyIdIsWrongUsage() {
        assertThat(CliRun.of("balance", "").exitCode()).isEqualTo(2);
        assertThat(CliRun.of("statement", " ").exitCode()).isEqualTo(2);
        assertThat(CliRun.of("capture", "").exitCode()).isEqualTo(2);
        assertThat(CliRun.of("transaction", " ").exitCode()).isEqualTo(2);
        assertThat(CliRun.of("rebuild", "").exitCode()).isEqualTo(2);
    }

    @Test
    void runHandsItsFlagsToTheServer() {
        AtomicReference<Map<String, String>> flags = new AtomicReference<>(Map.of());
        AtomicReference<Optional<Path>> config = new AtomicReference<>(Optional.empty());
        ServerLauncher launcher = (given, file) -> {
            flags.set(new LinkedHashMap<>(given));
            config.set(file);
            return 1;
        };

        CliRun run = CliRun.run(
                launcher,
                false,
                "",
                "run",
                "--http=127.0.0.1:8080",
                "--data=./there",
                "--bootstrap-servers=a:1,b:2",
                "--schema-registry-url=http://r:3",
                "--config=ledger.properties");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(flags.get())
                .containsExactly(
                        Map.entry("ledger.http", "127.0.0.1:8080"),
                        Map.entry("ledger.data", "./there"),
                        Map.entry("ledger.bootstrap.servers", "a:1,b:2"),
                        Map.entry("ledger.schema.registry.url", "http://r:3"));
        assertThat(config.get()).contains(Path.of("ledger.properties"));

        assertThat(CliRun.run(launcher, false, "", "run", "--kafka-port", "0").exitCode())
                .isEqualTo(1);
        assertThat(flags.get()).containsExactly(Map.entry("ledger.kafka.port", "0"));
        assertThat(config.get()).isEmpty();
    }

    @Test
    void aFaultOfOurOwnIsOneLineWithoutStackTrace() {
        CliRun run = CliRun.run(
                (flags, config) -> {
                    throw new IllegalStateException("boom");
                },
                false,
                "",
                "run");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .isEqualTo("ledger: internal fault: java.lang.IllegalStateException: boom" + System.lineSeparator());
    }

    @Test
    void topologyPrintsWhatIsInjected() {
        CliRun run = CliRun.of("topology");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("Topologies:").contains("Sub-topology: 0");
    }

    @Test
    void helpIsNoError() {
        CliRun run = CliRun.of("--help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("import", "rebuild", "statement");
        assertThat(CliRun.of("deposit", "--help").out()).contains("ACCOUNT", "AMOUNT", "CURRENCY", "--key");
    }

    @Test
    void nothingListeningIsOneLine() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }

        CliRun run = CliRun.of("balance", "alice", "--url", "http://127.0.0.1:" + port);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("ledger: cannot reach http://127.0.0.1:" + port)
                .hasLineCount(1);
    }

    @Test
    void outputThatCannotBeWrittenIsAFailure() {
        CliRun full = CliRun.intoFull("topology");
        assertThat(full.exitCode()).isEqualTo(1);
        assertThat(full.err()).isEqualTo("ledger: cannot write to standard output: No space left on device\n");
    }

    @Test
    void outputThatNobodyReadsAnyMoreIsNone() {
        CliRun head = CliRun.intoHead("topology");
        assertThat(head.exitCode()).isZero();
        assertThat(head.out()).isEqualTo("Topologies:\n");
        assertThat(head.err()).isEmpty();
    }
}

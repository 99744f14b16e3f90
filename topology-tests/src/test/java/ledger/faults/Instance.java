package ledger.faults;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import ledger.integration.Api;
import ledger.integration.LedgerProcess;

/** One of the instances of the ledger, a process of its own, at an address and with a directory that outlive it. */
final class Instance implements Member {
    static final int SHARDS = 2;
    private static final String SECRET = "a-secret-of-the-faults";
    private static final int HEAP_MB = 384;
    private static final Duration TIMEOUT = Duration.ofSeconds(6);

    private final String name;
    private final Path directory;
    private final int port;
    private final String bootstrapServers;
    private final Api api;
    private final Path clientSettings;
    private LedgerProcess process;

    Instance(int number, Path directory, int port, String bootstrapServers) {
        this.name = "instance " + number;
        this.directory = directory.resolve("instance-" + number);
        this.port = port;
        this.bootstrapServers = bootstrapServers;
        this.api = new Api(port, TIMEOUT);
        this.clientSettings = directory.resolve("clients.properties");
        this.process = launch();
    }

    private LedgerProcess launch() {
        write(clientSettings, "fetch.max.wait.ms=2000\n");
        return LedgerProcess.start(
                HEAP_MB,
                Map.of(
                        // Five processes share what may be few cores: idle ones wake up less often than by default.
                        "LEDGER_KAFKA_CONFIG",
                        clientSettings.toString(),
                        "LEDGER_POLL_MS",
                        "10",
                        "LEDGER_PROJECTION_COMMIT_INTERVAL_MS",
                        "1000",
                        "LEDGER_INSTANCE_ID",
                        name.replace(' ', '-'),
                        "LEDGER_CLUSTER_SECRET",
                        SECRET,
                        "LEDGER_SHARDS",
                        Integer.toString(SHARDS),
                        "LEDGER_REPLY_PARTITIONS",
                        Integer.toString(SHARDS)),
                "run",
                "--http",
                "127.0.0.1:" + port,
                "--data",
                directory.toString(),
                "--bootstrap-servers",
                bootstrapServers);
    }

    /** A client that gives up soon, since another instance may answer. */
    Api api() {
        return api;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public void start() {
        process = launch();
    }

    @Override
    public void kill() {
        process.kill();
        keepLog();
        process.close();
    }

    /** What it has logged is kept beside its data, for whoever looks for a cause. */
    private void keepLog() {
        write(directory.resolveSibling(directory.getFileName() + ".log"), process.log(), CREATE, APPEND);
    }

    private static void write(Path file, String text, OpenOption... options) {
        try {
            Files.writeString(file, text, options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void awaitWell() {
        process.awaitReady(api);
    }
}

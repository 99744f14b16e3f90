package ledger.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import ledger.api.cli.LedgerCli;
import ledger.api.config.ConfigKey;
import ledger.api.config.LedgerConfig;
import ledger.api.server.LedgerServer;
import ledger.api.server.ServerRunner;
import ledger.api.server.TopologyText;

/**
 * One short life of a ledger and its clients, in one JVM: what the JVM learns in it, about classes and about what is called
 * often, the launcher keeps in an ahead-of-time cache (JEP 483, 514, 515), with which later starts take half as long.
 */
final class Rehearsal {
    private static final int ACCOUNTS = 100;
    private static final int MOVEMENTS = 1_000;

    private Rehearsal() {}

    /**
     * Ends the process.
     *
     * @param args an empty directory for data; it is left full
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path directory = Path.of(args[0]);
        Path batch = Files.write(directory.resolve("batch.ndjson"), commands().toList());
        try (LedgerServer server = LedgerServer.start(config(directory.resolve("data")))) {
            server.awaitReady();
            String url = "http://127.0.0.1:" + server.httpPort();
            Stream.of(
                            List.of("open", "alice", "EUR"),
                            List.of("open", "bob", "EUR"),
                            List.of("deposit", "alice", "10.00", "EUR"),
                            List.of("withdraw", "alice", "1.00", "EUR"),
                            List.of("transfer", "alice", "bob", "2.00", "EUR"),
                            List.of("import", batch.toString(), "--wait", "60"),
                            List.of("balance", "bob"),
                            List.of("statement", "bob"),
                            List.of("trial-balance"),
                            List.of("projections"))
                    .forEach(command -> run(command, url));
        }
        System.exit(0);
    }

    private static LedgerConfig config(Path data) {
        Map<ConfigKey, String> settings = new EnumMap<>(
                Map.of(ConfigKey.HTTP, "127.0.0.1:0", ConfigKey.KAFKA_PORT, "0", ConfigKey.DATA, data.toString()));
        return LedgerConfig.load(Optional.empty(), Map.of(), settings);
    }

    private static void run(List<String> command, String url) {
        String[] args = Stream.concat(command.stream(), Stream.of("--url", url)).toArray(String[]::new);
        int exitCode = new LedgerCli(ServerRunner::run, TopologyText::describe).run(args);
        if (exitCode != 0) {
            throw new IllegalStateException("ledger " + String.join(" ", args) + " ended with " + exitCode);
        }
    }

    private static Stream<String> commands() {
        Stream<String> opened = IntStream.range(0, ACCOUNTS).mapToObj(n -> """
                        {"op": "open", "idempotencyKey": "open-%d", "account": "rehearsal:%d", "currency": "EUR"}\
                        """.formatted(n, n));
        Stream<String> deposited = IntStream.range(0, MOVEMENTS).mapToObj(n -> """
                        {"op": "deposit", "idempotencyKey": "deposit-%d", "account": "rehearsal:%d", "amount": "2.00", \
                        "currency": "EUR"}\
                        """.formatted(n, n % ACCOUNTS));
        Stream<String> transferred = IntStream.range(0, MOVEMENTS)
                .mapToObj(n -> """
                        {"op": "transaction", "idempotencyKey": "transfer-%d", "postings": [{"from": "rehearsal:%d", \
                        "to": "rehearsal:%d", "amount": "0.50", "currency": "EUR"}]}\
                        """.formatted(n, n % ACCOUNTS, (n + 1 + n / ACCOUNTS) % ACCOUNTS));
        return Stream.of(opened, deposited, transferred).flatMap(lines -> lines);
    }
}

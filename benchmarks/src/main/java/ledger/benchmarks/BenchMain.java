package ledger.benchmarks;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import ledger.topics.Topics;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ledger bench}: starts a ledger, measures it beside what it is built from, and prints a table. */
@Command(
        name = "ledger bench",
        mixinStandardHelpOptions = true,
        description =
                "Starts a ledger with an empty data directory, measures it beside what Kafka and HTTP allow in the "
                        + "same run, and prints a table.")
public final class BenchMain implements Callable<Integer> {
    private static final int RAW_RECORDS = 500_000;

    /** So that each shard has some, and a transfer has two. */
    private static final int FEWEST_ACCOUNTS = 1_000;

    @Option(
            names = "--launcher",
            required = true,
            hidden = true,
            description = "The script ledger, which gives this itself.")
    private @Nullable Path launcher;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--seconds", defaultValue = "10", description = "How long each load is measured. ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--warm-up",
            defaultValue = "5",
            description = "Seconds that each load runs before it is measured. ${DEFAULT-VALUE}.")
    private int warmUp;

    @Option(names = "--accounts", defaultValue = "10000", description = "Accounts that are moved. ${DEFAULT-VALUE}.")
    private int accounts;

    @Option(
            names = "--only",
            split = ",",
            description =
                    "Measures these only: ${COMPLETION-CANDIDATES}. Each by itself is colder than after the others.")
    private Set<What> only = EnumSet.allOf(What.class);

    /** What can be measured. */
    enum What {
        START,
        LIMITS,
        SINGLE,
        BATCHES,
        QUERIES,
        REBUILDS,
        RESTORE,
        MICRO;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Exit codes as those of {@code ledger}: 0 done, 1 failed, 2 wrong usage. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new BenchMain())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((e, command, _) -> {
                    command.getErr().println("ledger bench: " + e);
                    return CommandLine.ExitCode.SOFTWARE;
                });
    }

    @Override
    public Integer call() throws Exception {
        requireAtLeast("--seconds", seconds, 1);
        requireAtLeast("--warm-up", warmUp, 0);
        requireAtLeast("--accounts", accounts, FEWEST_ACCOUNTS);
        Path directory = Files.createTempDirectory("ledger-bench");
        try {
            List<Figure> figures = measure(directory);
            System.out.println(Report.of(figures));
            return CommandLine.ExitCode.OK;
        } finally {
            Utils.delete(directory.toFile());
        }
    }

    private void requireAtLeast(String option, int value, int least) {
        if (value < least) {
            throw new ParameterException(
                    requireNonNull(spec).commandLine(), option + " must be at least " + least + ", not " + value);
        }
    }

    private List<Figure> measure(Path directory) throws Exception {
        List<Figure> figures = new ArrayList<>();
        if (!only.equals(EnumSet.of(What.MICRO))) {
            measureLedger(directory, figures);
        }
        add(figures, What.MICRO, new Micro());
        return figures;
    }

    private void measureLedger(Path directory, List<Figure> figures) throws Exception {
        Path data = directory.resolve("data");
        LedgerProcess ledger = start(data);
        try {
            add(figures, What.START, () -> List.of(startUp("start to ready, empty data directory", ledger)));
            measure(ledger, directory, figures);
            if (!only.contains(What.RESTORE)) {
                return;
            }
            ledger.kill();
        } finally {
            ledger.close();
        }
        try (LedgerProcess again = start(data)) {
            add(figures, What.RESTORE, () -> List.of(startUp("start to ready after kill -9", again)));
        }
    }

    private void measure(LedgerProcess ledger, Path directory, List<Figure> figures) throws Exception {
        String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
        Durations durations = new Durations(Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds));
        PlainClients kafka = new PlainClients(ledger.bootstrapServers(), Topics.EVENTS);
        System.err.println("opening " + accounts + " accounts ...");
        Accounts moved = Accounts.open(ledger.api(), "bench", accounts, kafka.partitions());
        BareTopologies bare = new BareTopologies(kafka, directory.resolve("streams"));
        add(
                figures,
                What.LIMITS,
                () -> List.of(
                        kafka.produce("bench-from", RAW_RECORDS),
                        kafka.consume("bench-from"),
                        bare.passThrough("bench-from", "bench-to")));
        Figure passThrough = only.contains(What.LIMITS) ? figures.getLast() : null;
        add(figures, What.SINGLE, new SingleCommands(ledger.api(), moved, durations, run));
        add(figures, What.BATCHES, new Batches(ledger.api(), moved, durations, run, passThrough));
        add(figures, What.QUERIES, new Queries(ledger.api(), moved, durations));
        add(figures, What.REBUILDS, () -> new Rebuilds(ledger.api(), bare.fold(Topics.EVENTS)).measure());
    }

    private LedgerProcess start(Path data) throws IOException {
        return LedgerProcess.start(requireNonNull(launcher), data);
    }

    private static Figure startUp(String name, LedgerProcess ledger) {
        return Figure.seconds(name, ledger.readyAfter().toMillis() / 1e3);
    }

    private void add(List<Figure> figures, What what, Group group) throws Exception {
        if (only.contains(what)) {
            System.err.println("measuring " + what + " ...");
            figures.addAll(group.measure());
        }
    }
}

package ledger.api.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code ledger bench}, which is not in this program: the launcher builds and runs it. Here it is listed. */
@Command(
        name = "bench",
        description = "Starts a ledger, measures it beside what Kafka and HTTP allow, and prints a table.")
final class BenchCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        throw new CliException(
                "the benchmarks are a program of their own: start them with the launcher, ./ledger bench");
    }
}

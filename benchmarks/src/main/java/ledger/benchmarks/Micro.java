package ledger.benchmarks;

import java.util.List;
import ledger.benchmarks.micro.DepositBenchmark;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The steps of a command by themselves, each in a JVM of its own. */
final class Micro implements Group {
    private static final int ITERATIONS = 5;

    @Override
    public List<Figure> measure() throws RunnerException {
        Options options = new OptionsBuilder()
                .include(DepositBenchmark.class.getName())
                .forks(1)
                .warmupIterations(ITERATIONS)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(ITERATIONS)
                .measurementTime(TimeValue.seconds(1))
                .verbosity(VerboseMode.SILENT)
                .build();
        return new Runner(options)
                .run().stream()
                        .map(run -> Figure.rate(
                                "deposit: " + run.getPrimaryResult().getLabel(),
                                run.getPrimaryResult().getScore()))
                        .toList();
    }
}

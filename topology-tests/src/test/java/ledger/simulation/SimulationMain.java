package ledger.simulation;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

/**
 * Runs the simulation for any number of seeds, and says which one breaks a promise, with a short trace of how. Exit code
 * 1 where one did. Arguments: how many seeds (300), the first one (0), how many commands each (60).
 */
public final class SimulationMain {
    static final int SEEDS = 300;
    static final int COMMANDS = 60;
    private static final int REPORT_EVERY = 500;

    private SimulationMain() {}

    // A program for people at a terminal.
    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) {
        int seeds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : SEEDS;
        long first = arguments.length > 1 ? Long.parseLong(arguments[1]) : 0;
        int commands = arguments.length > 2 ? Integer.parseInt(arguments[2]) : COMMANDS;
        long start = System.nanoTime();
        AtomicInteger broken = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        LongStream.range(first, first + seeds).parallel().forEach(seed -> {
            try {
                SimulationFailure.throwIfBroken(seed, commands);
            } catch (SimulationFailure e) {
                System.out.println(e.getMessage());
                broken.incrementAndGet();
            }
            int finished = done.incrementAndGet();
            if (finished % REPORT_EVERY == 0) {
                System.out.println(finished + " of " + seeds + " seeds");
            }
        });
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        System.out.println(seeds + " seeds from " + first + ", " + broken + " broken, " + took.toSeconds() + " s");
        System.exit(broken.get() == 0 ? 0 : 1);
    }
}

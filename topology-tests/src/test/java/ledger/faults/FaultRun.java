package ledger.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** One run: a cluster, a load, faults, and then all checks. */
final class FaultRun {
    private final long seed;
    private final Schedule schedule;
    private final Journal journal = new Journal();
    private final long start = System.nanoTime();

    /** @param seed of the load too */
    FaultRun(long seed, Schedule schedule) {
        this.seed = seed;
        this.schedule = schedule;
    }

    /**
     * Runs it.
     *
     * @param directory for the data and the logs of all processes
     * @throws AssertionError if a promise is broken
     */
    void run(Path directory) throws InterruptedException {
        tell("seed " + seed + ", data and logs in " + directory);
        schedule.brokers().forEach(fault -> tell("brokers: " + fault));
        schedule.instances().forEach(fault -> tell("instances: " + fault));
        try (Cluster cluster = new Cluster(directory)) {
            cluster.start();
            tell("all are ready");
            try (Load load = new Load(cluster.apis(), journal);
                    Probe probe = new Probe(cluster.ports(), journal)) {
                load.start(seed);
                probe.start();
                tell("all accounts are open");
                sabotage(cluster, probe);
            }
            tell(journal.all().size() + " commands were sent, "
                    + journal.unsettled().size() + " of them without a final answer; met on the way: "
                    + journal.passing());
            new Verification(cluster, journal, this::tell).run();
        }
    }

    private void sabotage(Cluster cluster, Probe probe) throws InterruptedException {
        CountDownLatch stop = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = List.of(
                    threads.submit(() -> run(cluster.brokers().members(), schedule.brokers(), probe, stop)),
                    threads.submit(() -> run(cluster.instances(), schedule.instances(), probe, stop)));
            for (Future<?> each : running) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError("a member did not get well again", e.getCause());
        }
    }

    private Void run(List<? extends Member> members, List<Fault> faults, Probe probe, CountDownLatch stop)
            throws InterruptedException {
        boolean done = false;
        try {
            new Saboteur(members, probe, stop, this::tell).run(faults);
            done = true;
            return null;
        } finally {
            if (!done) {
                stop.countDown();
            }
        }
    }

    @SuppressWarnings("SystemOut") // for people at a terminal, who may have to wait for long
    private void tell(String what) {
        System.out.println(Saboteur.seconds(Duration.ofNanos(System.nanoTime() - start)) + "  " + what);
    }
}

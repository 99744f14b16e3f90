package ledger.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import ledger.faults.Fault.Kind;

/**
 * The faults of a run, which follow from its seed: those of the brokers and those of the instances, each one after the
 * other, both side by side. So at most one broker and one instance is away at a time, which is what the ledger is to bear.
 */
record Schedule(List<Fault> brokers, List<Fault> instances) {
    private static final int LONGEST_PAUSE_MS = 16_000;
    private static final int LONGEST_DEATH_MS = 16_000;
    private static final int LONGEST_BREAK_MS = 8_000;

    /** About how long it takes until all are well after a fault. */
    private static final int RECOVERY_MS = 12_000;

    /** Faults for about that long. */
    static Schedule lasting(Duration time, long seed) {
        return new Schedule(
                lasting(time, new Random(2 * seed), Cluster.BROKERS),
                lasting(time, new Random(2 * seed + 1), Cluster.INSTANCES));
    }

    private static List<Fault> lasting(Duration time, Random random, int members) {
        List<Fault> faults = new ArrayList<>();
        for (long leftMs = time.toMillis(); leftMs > 0; ) {
            Kind kind = random.nextInt(5) < 3 ? Kind.KILL : Kind.PAUSE;
            int longestMs = kind == Kind.KILL ? LONGEST_DEATH_MS : LONGEST_PAUSE_MS;
            Fault fault = new Fault(
                    random.nextInt(LONGEST_BREAK_MS), kind, random.nextInt(members), random.nextInt(longestMs));
            faults.add(fault);
            leftMs -= fault.afterMs() + fault.lastsMs() + RECOVERY_MS;
        }
        return faults;
    }

    /** An instance is killed until the other one has its shards; then a broker is killed, and another one stopped. */
    static Schedule small(long seed) {
        Random random = new Random(seed);
        int broker = random.nextInt(Cluster.BROKERS);
        return new Schedule(
                List.of(
                        new Fault(16_000 + random.nextInt(2_000), Kind.KILL, broker, random.nextInt(4_000)),
                        new Fault(0, Kind.PAUSE, (broker + 1) % Cluster.BROKERS, random.nextInt(4_000))),
                List.of(new Fault(
                        1_000 + random.nextInt(2_000),
                        Kind.KILL,
                        random.nextInt(Cluster.INSTANCES),
                        12_000 + random.nextInt(2_000))));
    }
}

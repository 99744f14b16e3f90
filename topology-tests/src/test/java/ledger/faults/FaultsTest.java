package ledger.faults;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * What the ledger promises holds while brokers and instances are killed and stopped. A few faults, always the same ones;
 * others with {@code -Dfaults.seed=7}, and more with {@code -Dfaults.minutes=20}.
 */
class FaultsTest {
    /** On disk: a long run writes more than should be in memory, and who looks into a failure wants to find it. */
    @TempDir(factory = TempDirFactory.Standard.class, cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    @Test
    void nothingIsLostOrDoneTwiceWhileBrokersAndInstancesAreKilledAndStopped() throws InterruptedException {
        long seed = Long.getLong("faults.seed", 1);
        int minutes = Integer.getInteger("faults.minutes", 0);
        Schedule schedule = minutes == 0 ? Schedule.small(seed) : Schedule.lasting(Duration.ofMinutes(minutes), seed);
        new FaultRun(seed, schedule).run(directory);
    }
}

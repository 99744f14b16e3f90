package ledger.simulation;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * The promises hold on some seeds, always the same ones. Others are run with {@code -Dsimulation.seeds=10000
 * -Dsimulation.first=300}, or by {@link SimulationMain}.
 */
class SimulationTest {
    @Test
    void keepsItsPromisesWhateverIsReorderedDelayedOrCrashed() {
        long first = Long.getLong("simulation.first", 0);
        int seeds = Integer.getInteger("simulation.seeds", SimulationMain.SEEDS);
        // Each has shards of its own: they can run side by side.
        LongStream.range(first, first + seeds)
                .parallel()
                .forEach(seed -> SimulationFailure.throwIfBroken(seed, SimulationMain.COMMANDS));
    }
}

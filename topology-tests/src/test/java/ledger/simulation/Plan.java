package ledger.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What is to happen, all of it from a seed.
 *
 * @param shards how many there are
 */
record Plan(int shards, List<Step> steps) {
    private static final int PERCENT = 100;
    private static final int MOST_CRASHES_PERCENT = 4;

    Plan {
        steps = List.copyOf(steps);
    }

    /** A plan with so many commands. */
    static Plan of(long seed, int commands) {
        SplittableRandom random = new SplittableRandom(seed);
        int shards = random.nextInt(2, 5);
        Clients clients = new Clients(random.split(), shards);
        List<Step> steps = new ArrayList<>();
        clients.setUp().forEach(command -> steps.add(new Step.Send(command)));
        if (random.nextBoolean()) {
            steps.add(new Step.Settle());
        }
        // Many seeds crash seldom: starting a shard takes longer than hundreds of commands.
        int crashPercent = random.nextInt(3) == 0 ? random.nextInt(1, MOST_CRASHES_PERCENT + 1) : 0;
        int commitPercent = random.nextInt(5, 25);
        int sendPercent = random.nextInt(8, 30);
        for (int sent = 0; sent < commands; ) {
            int dice = random.nextInt(PERCENT);
            int shard = random.nextInt(shards);
            if (dice < sendPercent) {
                steps.add(new Step.Send(clients.next()));
                sent++;
            } else if (dice < sendPercent + commitPercent) {
                steps.add(new Step.Commit(shard));
            } else if (dice < sendPercent + commitPercent + crashPercent) {
                if (random.nextInt(3) == 0) {
                    steps.add(new Step.Crash(shard));
                }
            } else if (dice < PERCENT - 4) {
                steps.add(new Step.Consume(shard, random.nextBoolean()));
            } else if (dice < PERCENT - 1 || random.nextInt(3) > 0) {
                steps.add(new Step.Wait(wait(random), random.nextInt(shards * 2)));
            } else {
                steps.add(new Step.Settle());
            }
        }
        return new Plan(shards, steps);
    }

    Plan with(List<Step> others) {
        return new Plan(shards, others);
    }

    private static Duration wait(SplittableRandom random) {
        return Duration.ofMillis(random.nextBoolean() ? random.nextInt(1, 50) : random.nextInt(100, 3000));
    }
}

package ledger.testing;

import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Checks a property on random cases, other ones in every run. A failure names the seed of its case;
 * {@code -Dledger.seed=SEED} runs that case alone.
 */
public final class RandomCases {
    private static final int COUNT = 1000;
    private static final @Nullable Long ONLY = Long.getLong("ledger.seed");

    private RandomCases() {}

    /** Checks a property on 1,000 cases. */
    public static void check(Consumer<RandomGenerator> property) {
        check(COUNT, property);
    }

    /** Checks a property on so many cases. */
    public static void check(int count, Consumer<RandomGenerator> property) {
        if (ONLY != null) {
            property.accept(random(ONLY));
            return;
        }
        long start = System.nanoTime();
        for (long seed = start; seed < start + count; seed++) {
            try {
                property.accept(random(seed));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("fails with -Dledger.seed=" + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private static RandomGenerator random(long seed) {
        // SplittableRandom mixes its seed well: neighbouring seeds give unrelated cases.
        return new SplittableRandom(seed);
    }
}

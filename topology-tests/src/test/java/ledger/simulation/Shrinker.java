package ledger.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Leaves steps out of a plan that fails, as long as what is left fails in the same way. */
final class Shrinker {
    /** What is printed should come within a minute or two. */
    private static final int MOST_RUNS = 600;

    private final Tampering tampering;
    private int runs;

    private Shrinker(Tampering tampering) {
        this.tampering = tampering;
    }

    /** A short plan that breaks the same promise. */
    static Plan shortest(Plan failing, Tampering tampering) {
        Shrinker shrinker = new Shrinker(tampering);
        return shrinker.failure(failing)
                .map(failure -> shrinker.shrink(failing, failure))
                .orElse(failing);
    }

    private Plan shrink(Plan failing, String failure) {
        List<Step> steps = new ArrayList<>(failing.steps());
        int size = Math.max(1, steps.size() / 2);
        boolean shorter = true;
        while (runs < MOST_RUNS && (size > 1 || shorter)) {
            size = shorter ? size : Math.max(1, size / 2);
            shorter = false;
            for (int at = steps.size() - size; at >= 0 && runs < MOST_RUNS; at -= size) {
                List<Step> fewer = new ArrayList<>(steps);
                fewer.subList(at, at + size).clear();
                if (failure(failing.with(fewer)).filter(failure::equals).isPresent()) {
                    steps = fewer;
                    shorter = true;
                    at = Math.min(at, steps.size());
                }
            }
        }
        return failing.with(steps);
    }

    /** What kind of failure it is; empty: none. */
    private Optional<String> failure(Plan plan) {
        runs++;
        try {
            Simulation.run(plan, tampering);
            return Optional.empty();
        } catch (Violation e) {
            return Optional.of(e.check().name());
        } catch (RuntimeException e) {
            return Optional.of(e.getClass().getName());
        }
    }
}

package ledger.simulation;

import java.util.stream.Collectors;

/** A seed that breaks a promise, with the shortest trace that was found for it. */
final class SimulationFailure extends AssertionError {
    private static final long serialVersionUID = 1L;

    private SimulationFailure(String message, Throwable cause) {
        super(message, cause);
    }

    /** Runs a seed. */
    static void throwIfBroken(long seed, int commands) {
        Plan plan = Plan.of(seed, commands);
        try {
            Simulation.run(plan, Tampering.NONE);
        } catch (RuntimeException e) {
            throw new SimulationFailure(report(seed, plan), e);
        }
    }

    private static String report(long seed, Plan plan) {
        Plan shortest = Shrinker.shortest(plan, Tampering.NONE);
        String steps = shortest.steps().stream().map(Step::toString).collect(Collectors.joining("\n  "));
        return "seed %s, %s shards, %s of %s steps:%n  %s%n%s"
                .formatted(
                        seed,
                        plan.shards(),
                        shortest.steps().size(),
                        plan.steps().size(),
                        steps,
                        broken(shortest));
    }

    private static String broken(Plan plan) {
        try {
            Simulation.run(plan, Tampering.NONE);
            return "does not fail again";
        } catch (RuntimeException e) {
            return e.toString();
        }
    }
}

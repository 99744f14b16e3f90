package ledger.projections.generations;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import ledger.projections.Snapshots;
import ledger.projections.Snapshots.Snapshot;
import ledger.projections.generations.Rebuild.Comparing;
import ledger.projections.generations.Rebuild.Failed;
import ledger.projections.generations.Rebuild.Queued;
import ledger.projections.generations.Rebuild.Replaying;
import ledger.projections.generations.Rebuild.Uncompared;
import org.jspecify.annotations.Nullable;

/** Decides what becomes of a rebuild, from the control state and from what one instance sees. Pure. */
final class RebuildSteps {
    /** More than any number of rebalances should need. */
    static final int MAX_ATTEMPTS = 20;

    private RebuildSteps() {}

    /**
     * What an instance sees.
     *
     * @param serving the generation that serves, as it runs here
     * @param rebuilt the new one, as it runs here
     * @param hasCaughtUp whether the new one was as far as that which serves, in all partitions
     * @param partitions how many there are
     * @param codeVersion of the projection in this program
     */
    record Seen(
            GenerationRuntime serving,
            GenerationRuntime rebuilt,
            boolean hasCaughtUp,
            int partitions,
            int codeVersion) {
        boolean canSwitch() {
            return hasCaughtUp && rebuilt.state() == GenerationRuntime.State.RUNNING;
        }
    }

    /** The state that follows; empty while none does. */
    static Optional<ControlState> next(ControlState state, Rebuild rebuild, Seen seen) {
        if (!rebuild.runs()) {
            return Optional.empty();
        }
        if (seen.rebuilt().state() == GenerationRuntime.State.FAILED) {
            String failure = seen.rebuilt().failure();
            return Optional.of(state.failed(failure == null ? "unknown" : failure));
        }
        if (rebuild.version() != seen.codeVersion()) {
            return Optional.of(state.failed("it was begun by version " + rebuild.version()
                    + " of the code, and an instance runs version " + seen.codeVersion()
                    + ": rebuild it again when all run the same"));
        }
        return switch (rebuild.phase()) {
            case Replaying _ -> seen.canSwitch() ? Optional.of(caughtUp(state, rebuild, seen)) : Optional.empty();
            case Comparing comparing -> compared(state, rebuild, comparing.comparison(), seen);
            case Uncompared _ -> seen.canSwitch() ? Optional.of(state.switched()) : Optional.empty();
            case Queued _, Failed _ -> Optional.empty();
        };
    }

    private static ControlState caughtUp(ControlState state, Rebuild rebuild, Seen seen) {
        String why = whyUncompared(state, rebuild, seen);
        return why == null ? state.comparing(seen.partitions()) : state.uncompared(why);
    }

    /** Why the generations are not compared; {@code null} if they are. */
    private static @Nullable String whyUncompared(ControlState state, Rebuild rebuild, Seen seen) {
        if (rebuild.options().skipComparison()) {
            return "it was asked for without";
        }
        if (state.activeVersion() == ControlState.UNKNOWN_VERSION) {
            return "it is not known which version of the code the serving generation was built with";
        }
        if (state.activeVersion() != rebuild.version()) {
            return "the serving generation was built with version " + state.activeVersion()
                    + " of the code, and this one with version " + rebuild.version();
        }
        return seen.serving().state() == GenerationRuntime.State.FAILED ? "the serving generation has failed" : null;
    }

    private static Optional<ControlState> compared(
            ControlState state, Rebuild rebuild, Comparison comparison, Seen seen) {
        if (comparison.isComplete()) {
            List<String> differences = comparison.differences();
            if (!differences.isEmpty()) {
                return Optional.of(state.failed("it differs from the serving generation, which goes on. In "
                        + String.join("; in ", differences)));
            }
            return seen.canSwitch() ? Optional.of(state.switched()) : Optional.empty();
        }
        String why = whyUncompared(state, rebuild, seen);
        if (why != null) {
            return Optional.of(state.uncompared(why));
        }
        Comparison more = more(comparison, seen);
        if (more.equals(comparison)) {
            return Optional.empty();
        }
        return Optional.of(
                more.attempt() > MAX_ATTEMPTS
                        ? state.failed("no positions were found at which both generations could be compared, in "
                                + MAX_ATTEMPTS + " attempts")
                        : state.compared(more));
    }

    /** The comparison with what this instance can add to it, or the next attempt. */
    private static Comparison more(Comparison comparison, Seen seen) {
        Comparison more = comparison;
        for (Snapshot snapshot : ofThisAttempt(comparison, seen.serving())) {
            PartitionDigest known = comparison.serving().get(snapshot.partition());
            if (known == null || known.digest() == null) {
                Long position = snapshot.position();
                if (position == null || (known != null && known.position() != position)) {
                    // It was lost with the process or the task that had taken it; this one is another.
                    return comparison.again();
                }
                more = more.withServing(snapshot.partition(), new PartitionDigest(position, snapshot.digest()));
            }
        }
        for (Snapshot snapshot : ofThisAttempt(comparison, seen.rebuilt())) {
            if (!comparison.rebuilt().containsKey(snapshot.partition())) {
                Long position = snapshot.position();
                if (position == null) {
                    return comparison.again();
                }
                if (snapshot.digest() != null) {
                    more = more.withRebuilt(snapshot.partition(), new PartitionDigest(position, snapshot.digest()));
                }
            }
        }
        return more;
    }

    private static List<Snapshot> ofThisAttempt(Comparison comparison, GenerationRuntime runtime) {
        Snapshots snapshots = runtime.snapshots();
        return snapshots.taken().stream()
                .filter(snapshot -> snapshot.attempt() == comparison.attempt())
                .toList();
    }

    /** What a decision says of the comparison; {@code null}: nothing new. */
    static @Nullable ComparisonResult result(ControlState before, ControlState after) {
        Rebuild was = before.rebuild();
        Rebuild is = after.rebuild();
        Comparison compared = was == null ? null : was.comparison();
        if (is == null) {
            return compared == null ? null : ComparisonResult.EQUAL;
        }
        if (is.phase() instanceof Uncompared) {
            return ComparisonResult.NONE;
        }
        if (is.phase() instanceof Failed) {
            return compared != null && compared.isComplete() ? ComparisonResult.DIFFERENT : null;
        }
        Comparison compares = is.comparison();
        return compared != null && compares != null && compares.attempt() > compared.attempt()
                ? ComparisonResult.AGAIN
                : null;
    }

    /** Whether one group was as far as another in all partitions, by what was read of it later. */
    static boolean hasReached(Map<Integer, PartitionProgress> later, Map<Integer, PartitionProgress> earlier) {
        return earlier.entrySet().stream().allMatch(entry -> {
            PartitionProgress own = later.get(entry.getKey());
            return own != null && own.committed() >= entry.getValue().committed();
        });
    }
}

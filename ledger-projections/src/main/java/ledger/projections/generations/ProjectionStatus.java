package ledger.projections.generations;

import ledger.projections.RestoreProgress;
import org.jspecify.annotations.Nullable;

/**
 * How a projection is, seen from this process.
 *
 * @param generation the one that serves
 * @param ready whether it can be read here
 * @param restoring how far its state is restored; {@code null} while nothing is being restored
 * @param failure why it failed; {@code null} if it has not
 * @param lag offsets of the events topic that it has not folded yet; {@code null} until first measured
 * @param rebuild the generation built beside it; {@code null} if there is none
 */
public record ProjectionStatus(
        String name,
        int generation,
        State state,
        boolean ready,
        RestoreProgress.@Nullable Status restoring,
        @Nullable String failure,
        @Nullable Long lag,
        @Nullable RebuildStatus rebuild) {
    /** Whether a generation works. */
    public enum State {
        RUNNING,
        FAILED
    }

    /** How far a rebuild is. */
    public enum RebuildState {
        /** Waits for other rebuilds to end. */
        QUEUED,
        /** Folds the log. */
        REPLAYING,
        /** Has caught up, and is compared with the generation that serves. */
        COMPARING,
        /** Takes over: compared and equal, or without being compared. */
        SWITCHING,
        /** Was given up. */
        FAILED
    }

    /**
     * How a rebuild is.
     *
     * @param replayed offsets of the events topic that it has folded
     * @param total how many there are
     * @param eventsPerSecond on average since this process first measured it
     * @param secondsLeft at that rate, rounded up; {@code null} while nothing was replayed yet
     * @param comparison how far the comparison is, or why none is made, for people; {@code null} before and after
     * @param failure why it was given up; {@code null} if it was not
     */
    public record RebuildStatus(
            int generation,
            long replayed,
            long total,
            long eventsPerSecond,
            @Nullable Long secondsLeft,
            RebuildState state,
            @Nullable String comparison,
            @Nullable String failure) {}
}

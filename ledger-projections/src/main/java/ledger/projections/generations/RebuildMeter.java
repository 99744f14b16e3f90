package ledger.projections.generations;

import java.math.BigInteger;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import ledger.projections.generations.ControlState.Rebuild;
import ledger.projections.generations.ProjectionStatus.RebuildStatus;
import ledger.projections.generations.ProjectionStatus.State;
import org.jspecify.annotations.Nullable;

/** Measures how fast a generation is built. Used by one thread, read by any. */
final class RebuildMeter {
    private static final BigInteger NANOS_PER_SECOND = BigInteger.valueOf(TimeUnit.SECONDS.toNanos(1));

    private volatile @Nullable Measured measured;

    /** The first and the last look at a generation. */
    private record Measured(
            int generation, long firstReplayed, long firstNanos, long replayed, long total, long nanos) {
        long perSecond() {
            long elapsed = nanos - firstNanos;
            return elapsed <= 0
                    ? 0
                    : BigInteger.valueOf(replayed - firstReplayed)
                            .multiply(NANOS_PER_SECOND)
                            .divide(BigInteger.valueOf(elapsed))
                            .longValue();
        }

        @Nullable Long secondsLeft() {
            long left = total - replayed;
            long rate = perSecond();
            if (left <= 0) {
                return 0L;
            }
            return rate <= 0 ? null : Math.ceilDiv(left, rate);
        }
    }

    /** Takes a look. */
    void measure(int generation, Collection<PartitionProgress> partitions, long nanos) {
        long total = partitions.stream().mapToLong(PartitionProgress::end).sum();
        long replayed =
                total - partitions.stream().mapToLong(PartitionProgress::behind).sum();
        Measured before = measured;
        measured = before == null || before.generation() != generation
                ? new Measured(generation, replayed, nanos, replayed, total, nanos)
                : new Measured(generation, before.firstReplayed(), before.firstNanos(), replayed, total, nanos);
    }

    /** The rebuild as last measured. */
    RebuildStatus status(Rebuild rebuild) {
        State state = rebuild.runs() ? State.RUNNING : State.FAILED;
        Measured last = measured;
        if (last == null || last.generation() != rebuild.generation()) {
            return new RebuildStatus(rebuild.generation(), 0, 0, 0, null, state, rebuild.failure());
        }
        return new RebuildStatus(
                rebuild.generation(),
                last.replayed(),
                last.total(),
                last.perSecond(),
                rebuild.runs() ? last.secondsLeft() : null,
                state,
                rebuild.failure());
    }
}

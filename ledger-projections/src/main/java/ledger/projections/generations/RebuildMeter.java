package ledger.projections.generations;

import java.math.BigInteger;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import ledger.projections.generations.ProjectionStatus.RebuildState;
import ledger.projections.generations.ProjectionStatus.RebuildStatus;
import ledger.projections.generations.Rebuild.Comparing;
import ledger.projections.generations.Rebuild.Failed;
import ledger.projections.generations.Rebuild.Phase;
import ledger.projections.generations.Rebuild.Queued;
import ledger.projections.generations.Rebuild.Replaying;
import ledger.projections.generations.Rebuild.Uncompared;
import org.jspecify.annotations.Nullable;

/** Measures how fast a generation is built. Used by one thread, read by any. */
final class RebuildMeter {
    private static final BigInteger NANOS_PER_SECOND = BigInteger.valueOf(TimeUnit.SECONDS.toNanos(1));

    private volatile @Nullable Measured measured;

    /** The first and the last look at a generation. */
    private record Measured(
            int generation, long firstReplayed, long firstNanos, long replayed, long total, long nanos) {
        private static final Measured NOTHING = new Measured(0, 0, 0, 0, 0, 0);

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

    /** A rebuild that the log says to serve, and that does not serve here yet. */
    RebuildStatus switching(int generation) {
        Measured last = of(generation);
        return new RebuildStatus(
                generation, last.replayed(), last.total(), last.perSecond(), 0L, RebuildState.SWITCHING, null, null);
    }

    private Measured of(int generation) {
        Measured last = measured;
        return last == null || last.generation() != generation ? Measured.NOTHING : last;
    }

    /** The rebuild as last measured; {@code null} if there is none. */
    @Nullable RebuildStatus status(@Nullable Rebuild rebuild) {
        if (rebuild == null) {
            return null;
        }
        Measured last = of(rebuild.generation());
        return new RebuildStatus(
                rebuild.generation(),
                last.replayed(),
                last.total(),
                last.perSecond(),
                rebuild.runs() && last.generation() == rebuild.generation() ? last.secondsLeft() : null,
                state(rebuild.phase()),
                comparison(rebuild.phase()),
                rebuild.phase() instanceof Failed failed ? failed.cause() : null);
    }

    private static RebuildState state(Phase phase) {
        return switch (phase) {
            case Queued _ -> RebuildState.QUEUED;
            case Replaying _ -> RebuildState.REPLAYING;
            case Comparing _ -> RebuildState.COMPARING;
            case Uncompared _ -> RebuildState.SWITCHING;
            case Failed _ -> RebuildState.FAILED;
        };
    }

    private static @Nullable String comparison(Phase phase) {
        return switch (phase) {
            case Comparing(Comparison comparison) ->
                "attempt %d: %d of %d digests"
                        .formatted(comparison.attempt(), comparison.digests(), 2 * comparison.partitions());
            case Uncompared(String why) -> "none: " + why;
            case Queued _, Replaying _, Failed _ -> null;
        };
    }
}

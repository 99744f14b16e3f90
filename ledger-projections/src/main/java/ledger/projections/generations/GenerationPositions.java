package ledger.projections.generations;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import ledger.projections.FoldedPositions;
import ledger.projections.ReadModelUnavailableException;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * How far the stores of a generation in this process are. A partition that is folded here tells itself; until its first
 * event, and of a copy, what its group has committed is known to be there. Thread-safe.
 */
final class GenerationPositions {
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final String applicationId;
    private final FoldedPositions folded;
    private final GroupProgress progress;
    private volatile @Nullable Committed committed;

    private record Committed(long nanoTime, Map<Integer, PartitionProgress> offsets) {}

    GenerationPositions(String applicationId, FoldedPositions folded, GroupProgress progress) {
        this.applicationId = applicationId;
        this.folded = folded;
        this.progress = progress;
    }

    /** See {@link FoldedPositions#run}. */
    @Nullable Object run(int partition) {
        return folded.run(partition);
    }

    /** Of a partition that this process owns. */
    long ofOwned(int partition) {
        OptionalLong position = folded.of(partition);
        return position.isPresent() ? position.getAsLong() : ofCopy(partition);
    }

    /** Of a partition that has everything that was committed when the copies were last measured. */
    long ofCopy(int partition) {
        Committed known = committed;
        if (known == null || System.nanoTime() - known.nanoTime() > FRESH.toNanos()) {
            known = asked();
        }
        PartitionProgress offset = known.offsets().get(partition);
        return offset == null ? 0 : offset.committed();
    }

    /** Asks what is committed now. */
    void look() {
        var _ = asked();
    }

    private Committed asked() {
        try {
            Committed now = new Committed(System.nanoTime(), progress.of(applicationId));
            committed = now;
            return now;
        } catch (KafkaException e) {
            throw new ReadModelUnavailableException("it is not known how far " + applicationId + " is", e);
        }
    }
}

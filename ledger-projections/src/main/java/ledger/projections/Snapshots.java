package ledger.projections;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes the digests of the partitions of one generation that are in this process, each at an exact position of the log,
 * without stopping it. Thread-safe.
 *
 * <p>A <i>position</i> is an offset of the events topic: all events below it are folded, and none from it on.
 */
public interface Snapshots {
    /** Those of a generation that does not run here. */
    Snapshots NONE = new Snapshots() {
        @Override
        public void order(@Nullable Order order) {
            // There is nothing to take.
        }

        @Override
        public void committed(Map<Integer, Long> offsets, long askedNanos) {
            // Nobody needs them.
        }

        @Override
        public List<Snapshot> taken() {
            return List.of();
        }
    };

    /**
     * What is to be taken: one snapshot of every partition.
     *
     * @param attempt an order with another attempt replaces one before; what was taken for that is forgotten
     * @param positions where to take it, by partition; a partition that is missing is not taken; {@code null}: each
     *     wherever it is
     */
    record Order(int attempt, @Nullable Map<Integer, Long> positions) {
        public Order {
            positions = positions == null ? null : Map.copyOf(positions);
        }
    }

    /**
     * What has come of an order in a partition.
     *
     * @param position where it was taken; {@code null}: there will be none for this order, because the partition is past that position, or may
     *     be, or because it could not be read
     * @param digest {@code null} while it is computed
     */
    record Snapshot(
            int partition,
            int attempt,
            @Nullable Long position,
            @Nullable ModelDigest digest) {}

    /** What is to be taken now; the same may be said again and again. {@code null}: nothing. */
    void order(@Nullable Order order);

    /**
     * Tells how far the generation's group has committed: whoever has folded nothing since it started knows its position
     * from this alone.
     *
     * @param askedNanos when the cluster was asked, by {@link System#nanoTime}: partitions that were opened later ignore it
     */
    void committed(Map<Integer, Long> offsets, long askedNanos);

    /** What has come of the present order, of the partitions that are here and that are not still waiting. */
    List<Snapshot> taken();
}

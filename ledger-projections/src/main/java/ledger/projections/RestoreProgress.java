package ledger.projections;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.jspecify.annotations.Nullable;

/**
 * How far the state of a Streams client is restored from its changelogs, after a crash or a move to this process.
 * Thread-safe.
 */
public final class RestoreProgress implements StateRestoreListener {
    private final Map<Store, Status> restoring = new ConcurrentHashMap<>();

    private record Store(TopicPartition changelog, String name) {}

    /**
     * What is restored of the stores that are not complete yet.
     *
     * @param restored records of their changelogs so far
     * @param total records to restore, by offsets: markers of transactions among them are counted and never arrive
     */
    public record Status(long restored, long total) {
        private Status plus(Status other) {
            return new Status(restored + other.restored, total + other.total);
        }

        /** For people. */
        @Override
        public String toString() {
            return restored + " of " + total + " records of its state are restored";
        }
    }

    /** How far it is; {@code null} if nothing is being restored. */
    public @Nullable Status now() {
        return restoring.values().stream().reduce(Status::plus).orElse(null);
    }

    @Override
    public void onRestoreStart(TopicPartition changelog, String store, long startingOffset, long endingOffset) {
        restoring.put(new Store(changelog, store), new Status(0, endingOffset - startingOffset));
    }

    @Override
    public void onBatchRestored(TopicPartition changelog, String store, long batchEndOffset, long numRestored) {
        restoring.computeIfPresent(new Store(changelog, store), (_, status) -> status.plus(new Status(numRestored, 0)));
    }

    @Override
    public void onRestoreEnd(TopicPartition changelog, String store, long totalRestored) {
        restoring.remove(new Store(changelog, store));
    }

    @Override
    public void onRestoreSuspended(TopicPartition changelog, String store, long totalRestored) {
        restoring.remove(new Store(changelog, store));
    }
}

package ledger.projections;

import java.util.Map;
import ledger.projections.Snapshots.Order;
import ledger.projections.Snapshots.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * Takes the snapshot of one partition between two events, or while there are none. The fold's thread tells it of every
 * event, so that it knows the position; where it has seen none yet, the committed offset tells.
 */
final class PartitionSnapshot {
    private static final long UNKNOWN = -1;

    private final FoldSnapshots snapshots;
    private final int partition;
    private final Projection projection;
    private final FoldContext stores;
    private final long openedNanos;

    /** Used by the fold's thread alone. */
    private long lastFolded = UNKNOWN;

    /** A committed offset that was asked for after this was opened: all below it is folded here. */
    private volatile long committed = UNKNOWN;

    private volatile @Nullable Taken taken;

    /** What came of an order; without a position: nothing. */
    private record Taken(
            int attempt, @Nullable Long position, @Nullable DigestJob job) {
        void close() {
            if (job != null) {
                job.close();
            }
        }
    }

    PartitionSnapshot(
            FoldSnapshots snapshots, int partition, Projection projection, FoldContext stores, long openedNanos) {
        this.snapshots = snapshots;
        this.partition = partition;
        this.projection = projection;
        this.stores = stores;
        this.openedNanos = openedNanos;
    }

    int partition() {
        return partition;
    }

    /** Before the event of that offset is folded. */
    void before(long offset) {
        snapshots.awaitRelease();
        Order due = due();
        if (due != null) {
            look(due, offset);
        }
    }

    /** After it was folded. */
    void after(long offset) {
        lastFolded = offset;
        Order due = due();
        if (due != null) {
            look(due, UNKNOWN);
        }
    }

    /** Now and then, between events, whether there are any or not. */
    void idle() {
        Order due = due();
        if (due != null) {
            look(due, UNKNOWN);
        }
    }

    /** The order that this has not answered yet. */
    private @Nullable Order due() {
        Order order = snapshots.order();
        if (order == null) {
            return null;
        }
        Taken last = taken;
        return last != null && last.attempt() == order.attempt() ? null : order;
    }

    /** @param next the offset of the event that is folded next, if one is there */
    private void look(Order order, long next) {
        Map<Integer, Long> positions = order.positions();
        if (positions == null) {
            if (isKnown()) {
                take(order, Math.max(lastFolded + 1, committed));
            }
            return;
        }
        Long position = positions.get(partition);
        if (position == null) {
            return;
        }
        if (isPast(position)) {
            taken = new Taken(order.attempt(), null, null);
        } else if (isKnown() && (next >= position || lastFolded + 1 == position || committed >= position)) {
            take(order, position);
        } else if (next >= position) {
            // Nothing was seen since this was opened: what was folded before may or may not be past the position.
            taken = new Taken(order.attempt(), null, null);
        }
    }

    private boolean isKnown() {
        return lastFolded != UNKNOWN || committed != UNKNOWN;
    }

    /** Whether an event from the position on is folded. Without one seen, what is committed can only be an event's end. */
    private boolean isPast(long position) {
        return lastFolded == UNKNOWN ? committed > position : lastFolded >= position;
    }

    private void take(Order order, long position) {
        DigestJob job = new DigestJob(projection, stores);
        taken = new Taken(order.attempt(), position, job);
        snapshots.compute(job);
    }

    /** All below the offset is folded here, unless this was opened after the cluster was asked. */
    void committed(long offset, long askedNanos) {
        if (askedNanos - openedNanos > 0) {
            committed = offset;
        }
    }

    /** Stops computing what was taken for another order. */
    void forgetBut(@Nullable Order order) {
        Taken last = taken;
        if (last != null && (order == null || last.attempt() != order.attempt())) {
            last.close();
        }
    }

    @Nullable Snapshot snapshot(int attempt) {
        Taken last = taken;
        if (last == null || last.attempt() != attempt) {
            return null;
        }
        DigestJob job = last.job();
        return job == null || job.hasFailed()
                ? new Snapshot(partition, attempt, null, null)
                : new Snapshot(partition, attempt, last.position(), job.digest());
    }

    /** Before the stores close, in the fold's thread: nothing reads them any more when this returns. */
    void close() {
        snapshots.closed(this);
        Taken last = taken;
        if (last != null) {
            last.close();
        }
    }
}

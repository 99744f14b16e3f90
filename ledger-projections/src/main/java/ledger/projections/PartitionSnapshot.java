package ledger.projections;

import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import ledger.projections.Snapshots.Order;
import ledger.projections.Snapshots.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * Takes the snapshot of one partition between two events: in the thread that folds, or in that of whoever asks, while no
 * event is being folded. So an order needs no event to be seen, and without one nothing has to look for it. Events are
 * folded through this, so that it knows the position; where it has seen none yet, the committed offset tells.
 */
final class PartitionSnapshot {
    private static final long UNKNOWN = -1;

    private final FoldSnapshots snapshots;
    private final int partition;
    private final Projection projection;
    private final FoldContext stores;
    private final long openedNanos;

    /** Guarded by this. */
    private long lastFolded = UNKNOWN;

    /** A committed offset that was asked for after this was opened: all below it is folded here. */
    private volatile long committed = UNKNOWN;

    private final AtomicReference<@Nullable Taken> taken = new AtomicReference<>();

    /** Guarded by this: the stores are closed, or about to be. */
    private boolean closed;

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

    /** Folds the event of that offset, in the thread that folds. */
    void fold(long offset, Runnable event) {
        snapshots.awaitRelease(); // before the lock: who asks meanwhile is not to wait
        synchronized (this) {
            look(offset);
            event.run();
            lastFolded = offset;
            look(UNKNOWN);
        }
    }

    /** In any thread; waits for an event that is being folded. */
    synchronized void look() {
        if (!closed) {
            look(UNKNOWN);
        }
    }

    /** @param next the offset of the event that is folded next, if one is there */
    private void look(long next) {
        Order due = due();
        if (due != null) {
            answer(due, next);
        }
    }

    /** The order that this has not answered yet. */
    private @Nullable Order due() {
        Order order = snapshots.order();
        if (order == null) {
            return null;
        }
        Taken last = taken.get();
        return last != null && last.attempt() == order.attempt() ? null : order;
    }

    private void answer(Order order, long next) {
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
            keep(new Taken(order.attempt(), null, null));
        } else if (isKnown() && (next >= position || lastFolded + 1 == position || committed >= position)) {
            take(order, position);
        } else if (next >= position) {
            // Nothing was seen since this was opened: what was folded before may or may not be past the position.
            keep(new Taken(order.attempt(), null, null));
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
        keep(new Taken(order.attempt(), position, job));
        snapshots.compute(job);
    }

    /** In place of what was taken for an order that had ended meanwhile, if anything was. */
    private void keep(Taken next) {
        Taken before = taken.getAndSet(next);
        if (before != null) {
            before.close();
        }
    }

    /** All below the offset is folded here, unless this was opened after the cluster was asked. */
    void committed(long offset, long askedNanos) {
        if (askedNanos - openedNanos > 0) {
            committed = offset;
        }
    }

    /** Forgets what was taken for another order: that of a later rebuild counts its attempts from the first again. */
    void forgetBut(@Nullable Order order) {
        Taken last = taken.get();
        if (last != null && (order == null || last.attempt() != order.attempt())) {
            last.close();
            taken.compareAndSet(last, null);
        }
    }

    @Nullable Snapshot snapshot(int attempt) {
        Taken last = taken.get();
        if (last == null || last.attempt() != attempt) {
            return null;
        }
        DigestJob job = last.job();
        return job == null || job.hasFailed()
                ? new Snapshot(partition, attempt, null, null)
                : new Snapshot(partition, attempt, last.position(), job.digest());
    }

    /** Before the stores close, in the fold's thread: nothing reads them any more when this returns. */
    synchronized void close() {
        closed = true;
        snapshots.closed(this);
        Taken last = taken.get();
        if (last != null) {
            last.close();
        }
    }
}

package ledger.projections;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Snapshots that begin between two events, in the thread that folds or in the one that asks, and that an executor reads to
 * the end.
 */
public final class FoldSnapshots implements Snapshots {
    private final Executor executor;
    private final Consumer<Duration> digested;
    private final LongSupplier nanoTime;
    private final Map<Integer, PartitionSnapshot> partitions = new ConcurrentHashMap<>();
    private volatile @Nullable Order order;
    private final FoldHold hold;

    /**
     * @param executor computes digests, which takes as long as reading the partition
     * @param digested is told how long each took that was read to the end
     */
    public FoldSnapshots(Executor executor, Consumer<Duration> digested) {
        this(executor, digested, System::nanoTime);
    }

    FoldSnapshots(Executor executor, Consumer<Duration> digested, LongSupplier nanoTime) {
        this.executor = executor;
        this.digested = digested;
        this.nanoTime = nanoTime;
        this.hold = new FoldHold(nanoTime);
    }

    /** Whether the folds are to wait before their next event; {@link FoldHold} says for how long they do. */
    public void hold(boolean held) {
        hold.set(held);
    }

    /** In the thread that folds, before an event. */
    void awaitRelease() {
        hold.await();
    }

    /** Of a partition whose fold begins, in the thread that folds; it must be closed before its stores are. */
    PartitionSnapshot open(int partition, Projection projection, FoldContext stores) {
        PartitionSnapshot opened = new PartitionSnapshot(this, partition, projection, stores, nanoTime.getAsLong());
        partitions.put(partition, opened);
        return opened;
    }

    void closed(PartitionSnapshot partition) {
        partitions.remove(partition.partition(), partition);
    }

    void compute(DigestJob job) {
        executor.execute(() -> {
            long start = nanoTime.getAsLong();
            job.run();
            if (job.digest() != null) {
                digested.accept(Duration.ofNanos(nanoTime.getAsLong() - start));
            }
        });
    }

    /** What is to be taken now. */
    @Nullable Order order() {
        return order;
    }

    @Override
    public void order(@Nullable Order newOrder) {
        order = newOrder;
        partitions.values().forEach(partition -> partition.forgetBut(newOrder));
    }

    @Override
    public void committed(Map<Integer, Long> offsets, long askedNanos) {
        offsets.forEach((partition, offset) -> {
            PartitionSnapshot open = partitions.get(partition);
            if (open != null) {
                open.committed(offset, askedNanos);
            }
        });
    }

    @Override
    public List<Snapshot> taken() {
        Order now = order;
        List<Snapshot> taken = new ArrayList<>();
        if (now != null) {
            for (PartitionSnapshot partition : partitions.values()) {
                partition.look();
                Snapshot snapshot = partition.snapshot(now.attempt());
                if (snapshot != null) {
                    taken.add(snapshot);
                }
            }
        }
        return taken;
    }
}

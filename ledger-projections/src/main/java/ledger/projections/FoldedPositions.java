package ledger.projections;

import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** How far the partitions of a generation were folded in this process, since each came here. Thread-safe. */
public final class FoldedPositions {
    private static final long UNKNOWN = -1;

    private final ConcurrentHashMap<Integer, AtomicLong> next = new ConcurrentHashMap<>();

    /**
     * A token of the present run of a partition's fold in this process: the same object as long as that run lasts, and another
     * for the next; null while it is not folded here.
     */
    public @Nullable Object run(int partition) {
        return next.get(partition);
    }

    /** The offset after that of the last event folded; empty where none was folded since the partition came here. */
    public OptionalLong of(int partition) {
        AtomicLong offset = next.get(partition);
        long known = offset == null ? UNKNOWN : offset.get();
        return known == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(known);
    }

    /** For the one thread that folds a partition from now on, until its {@link #end}: told with {@link #folded}. */
    AtomicLong begin(int partition) {
        AtomicLong offset = new AtomicLong(UNKNOWN);
        next.put(partition, offset);
        return offset;
    }

    static void folded(AtomicLong partition, long offset) {
        partition.setRelease(offset + 1);
    }

    /** @param offset what {@link #begin} gave; if another thread has begun since, that goes on */
    void end(int partition, AtomicLong offset) {
        next.remove(partition, offset);
    }
}

package ledger.projections.cluster;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The partitions whose tasks run in this process: their processors begin when their stores are full, and end before these are
 * closed. Streams alone does not tell. It gives readers the stores of all active tasks of a thread that runs, and one that was found
 * corrupted is emptied and filled again before the thread hears of a rebalance. Thread-safe.
 */
public final class RunningPartitions {
    private final Set<Integer> running = ConcurrentHashMap.newKeySet();

    /** Its processors begin. */
    public void begins(int partition) {
        running.add(partition);
    }

    /** Its processors end. */
    public void ends(int partition) {
        running.remove(partition);
    }

    /** Whether its stores can be relied on. */
    public boolean has(int partition) {
        return running.contains(partition);
    }
}

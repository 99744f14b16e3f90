package ledger.api.streams;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import ledger.commands.topology.ShardListener;

/** The shards that run in this process, which their topology tells. Thread-safe. */
public final class RunningShards implements ShardListener {
    private final Set<Integer> running = ConcurrentHashMap.newKeySet();

    @Override
    public void begins(int shard) {
        running.add(shard);
    }

    @Override
    public void ends(int shard) {
        running.remove(shard);
    }

    /** Whether all that the shard remembers is in its stores, and these are open. */
    boolean has(int shard) {
        return running.contains(shard);
    }
}

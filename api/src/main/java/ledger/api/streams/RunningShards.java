package ledger.api.streams;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import ledger.commands.topology.ShardListener;
import org.jspecify.annotations.Nullable;

/** The shards that run in this process, which their topology tells. Thread-safe. */
public final class RunningShards implements ShardListener {
    private final Map<Integer, Object> running = new ConcurrentHashMap<>();

    @Override
    public void begins(int shard) {
        running.put(shard, new Object());
    }

    @Override
    public void ends(int shard) {
        running.remove(shard);
    }

    /**
     * What stands for the time since when all that the shard remembers is in its stores, and these are open: another object each
     * time; null while that is not so.
     */
    @Nullable Object run(int shard) {
        return running.get(shard);
    }
}

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
     * A token of the shard's present run in this process, in which its stores are open and full: the same object as long as
     * that run lasts, and another for the next; null while it does not run here.
     */
    @Nullable Object run(int shard) {
        return running.get(shard);
    }
}

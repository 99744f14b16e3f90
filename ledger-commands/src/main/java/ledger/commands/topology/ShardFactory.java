package ledger.commands.topology;

import java.util.function.ToIntFunction;
import ledger.language.CommandOutcome;
import ledger.topics.ShardPartitioner;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * Makes the shard of a task.
 *
 * @param shards how many there are
 * @param shardOfTask which of them a task is
 */
record ShardFactory(
        Serde<CommandOutcome> outcomes, int shards, ToIntFunction<TaskId> shardOfTask, ShardListener listener) {
    Shard shard(ProcessorContext<String, Object> context) {
        int shard = shardOf(context);
        ExpiryClock clock = new ExpiryClock(context);
        ShardStores stores = new ShardStores(
                context, outcomes, account -> ShardPartitioner.shardOf(account.value(), shards) == shard, clock);
        Shard made = new Shard(stores, new ShardOutput(context), new ShardMeters(context), shard, shards);
        clock.start(made::expire);
        return made;
    }

    /** Whether a record with that key is for the task to handle. */
    boolean isOwn(ProcessorContext<?, ?> context, String accountId) {
        return ShardPartitioner.shardOf(accountId, shards) == shardOf(context);
    }

    void begins(ProcessorContext<?, ?> context) {
        listener.begins(shardOf(context));
    }

    void ends(ProcessorContext<?, ?> context) {
        listener.ends(shardOf(context));
    }

    private int shardOf(ProcessorContext<?, ?> context) {
        return shardOfTask.applyAsInt(context.taskId());
    }
}

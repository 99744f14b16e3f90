package ledger.commands.topology;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import ledger.language.Command;
import ledger.language.Instruction.PostTransaction;
import ledger.language.ShardMessage;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Takes the records of a task's two topics, commands and messages of other shards, to its shard. Both are decided by one
 * processor, so that a shard has one memory and one clock.
 */
final class ShardProcessor extends ContextualProcessor<String, Object, String, Object> {
    private final ShardFactory factory;
    private @Nullable Shard shard;

    ShardProcessor(ShardFactory factory) {
        this.factory = factory;
    }

    @Override
    public void init(ProcessorContext<String, Object> context) {
        super.init(context);
        shard = factory.shard(context);
        factory.begins(context);
    }

    @Override
    public void process(Record<String, Object> record) {
        Origin origin = Origin.of(record);
        Shard own = requireNonNull(shard);
        switch (record.value()) {
            case Command command ->
                own.take(
                        requireOwn(command, record.key()),
                        Instant.ofEpochMilli(record.timestamp()),
                        origin.listener(),
                        origin);
            case ShardMessage message -> own.hear(requireOwn(message, record.key()), origin);
            case null -> throw new PoisonCommandException("a record without a value");
            default ->
                throw new IllegalStateException(
                        "a source gives " + record.value().getClass());
        }
        if (origin.isUrgent()) {
            context().commit();
        }
    }

    @Override
    public void close() {
        if (shard != null) {
            factory.ends(context());
            shard.close();
        }
    }

    /**
     * A command decided by another shard than its account's would have two writers for one account. No client of ours
     * sends one; other programs can write to the topic.
     */
    private Command requireOwn(Command command, @Nullable String key) {
        String accountId = command.accountId().value();
        if (!accountId.equals(key)) {
            throw new PoisonCommandException("command for " + accountId + " under the key " + key);
        }
        if (command.accountId().isBoundary()) {
            throw new PoisonCommandException("command for the boundary account " + accountId);
        }
        if (!factory.isOwn(context(), accountId)) {
            throw new PoisonCommandException("command for " + accountId + " in the partition of another shard");
        }
        if (command.instruction() instanceof PostTransaction post
                && !post.home(command.id()).equals(command.accountId())) {
            throw new PoisonCommandException("transaction of " + post.home(command.id()) + " sent to " + accountId);
        }
        return command;
    }

    /** The topic is internal, but not locked. */
    private ShardMessage requireOwn(ShardMessage message, @Nullable String key) {
        String to = message.to().value();
        if (!to.equals(key) || !factory.isOwn(context(), to)) {
            throw new PoisonCommandException(
                    "message for " + to + " under the key " + key + ", or in the partition of another shard");
        }
        return message;
    }
}

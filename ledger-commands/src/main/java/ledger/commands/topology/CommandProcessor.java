package ledger.commands.topology;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import ledger.language.Command;
import ledger.language.Instruction.PostTransaction;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Takes commands from their topic to their shard. */
final class CommandProcessor implements Processor<String, Command, String, Object> {
    private final ShardFactory factory;
    private @Nullable ProcessorContext<String, Object> context;
    private @Nullable Shard shard;

    CommandProcessor(ShardFactory factory) {
        this.factory = factory;
    }

    @Override
    public void init(ProcessorContext<String, Object> context) {
        this.context = context;
        shard = factory.shard(context);
        factory.begins(context);
    }

    @Override
    public void process(Record<String, Command> record) {
        Command command = requireOwn(record);
        Origin origin = Origin.of(record);
        requireNonNull(shard).take(command, Instant.ofEpochMilli(record.timestamp()), origin.listener(), origin);
        if (origin.isUrgent()) {
            requireNonNull(context).commit();
        }
    }

    @Override
    public void close() {
        if (context != null) {
            factory.ends(context);
        }
    }

    /**
     * A command decided by another shard than its account's would have two writers for one account. No client of ours
     * sends one; other programs can write to the topic.
     */
    private Command requireOwn(Record<String, Command> record) {
        Command command = record.value();
        if (command == null) {
            throw new PoisonCommandException("a command without a value");
        }
        String accountId = command.accountId().value();
        if (!accountId.equals(record.key())) {
            throw new PoisonCommandException("command for " + accountId + " under the key " + record.key());
        }
        if (command.accountId().isBoundary()) {
            throw new PoisonCommandException("command for the boundary account " + accountId);
        }
        if (!factory.isOwn(requireNonNull(context), accountId)) {
            throw new PoisonCommandException("command for " + accountId + " in the partition of another shard");
        }
        if (command.instruction() instanceof PostTransaction post
                && !post.home(command.id()).equals(command.accountId())) {
            throw new PoisonCommandException("transaction of " + post.home(command.id()) + " sent to " + accountId);
        }
        return command;
    }
}

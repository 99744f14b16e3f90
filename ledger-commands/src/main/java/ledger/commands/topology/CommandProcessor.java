package ledger.commands.topology;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import ledger.language.Command;
import ledger.language.Instruction.PostTransaction;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Takes commands from their topic to their shard, and looks at the clock for it. */
final class CommandProcessor implements Processor<String, Command, String, Object> {
    /** A hold is released within two seconds of its time, a commit and a rest of margin included. */
    private static final Duration CLOCK = Duration.ofMillis(500);

    private final ShardFactory factory;
    private @Nullable ProcessorContext<String, Object> context;
    private @Nullable Shard shard;

    CommandProcessor(ShardFactory factory) {
        this.factory = factory;
    }

    @Override
    public void init(ProcessorContext<String, Object> context) {
        this.context = context;
        Shard made = factory.shard(context);
        shard = made;
        context.schedule(CLOCK, PunctuationType.WALL_CLOCK_TIME, now -> made.expire(Instant.ofEpochMilli(now)));
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

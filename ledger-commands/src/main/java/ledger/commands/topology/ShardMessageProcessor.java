package ledger.commands.topology;

import static java.util.Objects.requireNonNull;

import ledger.language.ShardMessage;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Takes messages between shards from their topic to the shard that they are for. */
final class ShardMessageProcessor implements Processor<String, ShardMessage, String, Object> {
    private final ShardFactory factory;
    private @Nullable ProcessorContext<String, Object> context;
    private @Nullable Shard shard;

    ShardMessageProcessor(ShardFactory factory) {
        this.factory = factory;
    }

    @Override
    public void init(ProcessorContext<String, Object> context) {
        this.context = context;
        shard = factory.shard(context);
    }

    @Override
    public void process(Record<String, ShardMessage> record) {
        Origin origin = Origin.of(record);
        requireNonNull(shard).hear(requireOwn(record), origin);
        if (origin.isUrgent()) {
            requireNonNull(context).commit();
        }
    }

    /** The topic is internal, but not locked. */
    private ShardMessage requireOwn(Record<String, ShardMessage> record) {
        ShardMessage message = record.value();
        if (message == null) {
            throw new PoisonCommandException("a message without a value");
        }
        String to = message.to().value();
        if (!to.equals(record.key()) || !factory.isOwn(requireNonNull(context), to)) {
            throw new PoisonCommandException(
                    "message for " + to + " under the key " + record.key() + ", or in the partition of another shard");
        }
        return message;
    }
}

package ledger.commands.topology;

import java.util.List;
import ledger.commands.domain.transactions.CommandListener;
import ledger.language.Account;
import ledger.language.AccountEvent;
import ledger.language.CommandId;
import ledger.language.ShardMessage;
import ledger.topics.LedgerHeaders;
import ledger.topics.VersionsLeft;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** What a shard says: events, accounts as they stand, messages to other shards, and answers. */
final class ShardOutput {
    private final ProcessorContext<String, Object> context;

    ShardOutput(ProcessorContext<String, Object> context) {
        this.context = context;
    }

    /** Something happened to an account, which stands so now. */
    void event(AccountEvent event, Account after, Origin origin) {
        forward(event.accountId().value(), event, origin.timestamp(), origin.forEvents(), CommandTopology.CHAIN);
        forward(after.id().value(), after, origin.timestamp(), origin.forEvents(), CommandTopology.BALANCES_SINK);
    }

    void messages(List<ShardMessage> messages, Origin origin) {
        for (ShardMessage message : messages) {
            forward(
                    message.to().value(),
                    message,
                    origin.timestamp(),
                    origin.forMessages(),
                    CommandTopology.MESSAGES_SINK);
        }
    }

    /**
     * An answer, to one who waits for it.
     *
     * @param left what a reader must have seen so as not to see what a refused command had begun
     */
    void answer(CommandId command, byte[] outcome, VersionsLeft left, CommandListener listener, long timestamp) {
        Headers headers = new RecordHeaders();
        if (listener.requestId() != null) {
            LedgerHeaders.put(headers, LedgerHeaders.REQUEST_ID, listener.requestId());
        }
        if (listener.traceparent() != null) {
            LedgerHeaders.put(headers, LedgerHeaders.TRACEPARENT, listener.traceparent());
        }
        if (listener.retry()) {
            LedgerHeaders.put(headers, LedgerHeaders.REPLAYED, "true");
        }
        left.put(headers);
        Answer answer = new Answer(outcome, listener.replyPartition());
        forward(command.value(), answer, timestamp, headers, CommandTopology.OUTCOMES_SINK);
    }

    private void forward(String key, Object value, long timestamp, Headers headers, String sink) {
        context.forward(new Record<>(key, value, timestamp, headers), sink);
    }
}

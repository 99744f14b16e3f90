package ledger.api.commands;

import java.util.OptionalInt;
import ledger.api.commands.PendingCommands.Pending;
import ledger.language.Command;
import ledger.topics.LedgerHeaders;
import ledger.topics.Topics;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;

/** Appends commands to the log, with what their shard needs to know of them. */
final class CommandAppender {
    private final CommandProducers producers;
    private final ReplyPartitions replyPartitions;
    private final PendingCommands pending;

    CommandAppender(CommandProducers producers, ReplyPartitions replyPartitions, PendingCommands pending) {
        this.producers = producers;
        this.replyPartitions = replyPartitions;
        this.pending = pending;
    }

    /**
     * Appends a command that is entered as under way. Its reply is completed exceptionally if it is found later that it was
     * not appended.
     *
     * @throws CommandsOverloadedException if it was not appended because the brokers take no more
     * @throws RepliesUnavailableException if it was not appended because no reply could be heard
     */
    void append(Pending own, int shard, CommandTrace trace, Pace pace) {
        Command command = own.command();
        ProducerRecord<String, Command> record =
                new ProducerRecord<>(Topics.COMMANDS, shard, command.accountId().value(), command);
        OptionalInt replyPartition = replyPartitions.choose(command.id());
        LedgerHeaders.put(
                record.headers(),
                LedgerHeaders.REPLY_PARTITION,
                Integer.toString(replyPartition.orElseThrow(RepliesUnavailableException::new)));
        LedgerHeaders.put(record.headers(), LedgerHeaders.REQUEST_ID, trace.requestId());
        if (pending.asksForCommit(own)) {
            LedgerHeaders.put(record.headers(), LedgerHeaders.COMMIT_SOON, "true");
        }
        if (trace.traceparent() != null) {
            LedgerHeaders.put(record.headers(), LedgerHeaders.TRACEPARENT, trace.traceparent());
        }
        try {
            var _ = producers.of(pace).send(record, (metadata, failure) -> {
                if (failure != null && !mayHaveBeenAppended(failure)) {
                    own.reply().completeExceptionally(new CommandsOverloadedException("not appended", failure));
                }
            });
        } catch (KafkaException e) {
            throw new CommandsOverloadedException("the brokers do not accept commands: " + e.getMessage(), e);
        }
    }

    /** A command whose append timed out may be in the log: only the shard knows. */
    private static boolean mayHaveBeenAppended(Exception failure) {
        return failure instanceof RetriableException;
    }
}

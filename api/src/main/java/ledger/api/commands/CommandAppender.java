package ledger.api.commands;

import java.util.OptionalInt;
import java.util.concurrent.TimeoutException;
import ledger.api.commands.PendingCommands.Pending;
import ledger.language.Command;
import ledger.topics.LedgerHeaders;
import ledger.topics.Topics;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

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
        Appending appending = new Appending(own);
        try {
            var _ = producers.of(pace).send(record, appending);
        } catch (KafkaException e) {
            throw new CommandsOverloadedException("the brokers do not accept commands: " + e.getMessage(), e);
        }
        appending.requireTaken();
    }

    /** What becomes of one append. */
    private static final class Appending implements Callback {
        private final Pending own;
        private final Thread sender = Thread.currentThread();
        private boolean isTaken;
        private @Nullable Exception notTaken;

        Appending(Pending own) {
            this.own = own;
        }

        @Override
        public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
            if (failure == null) {
                return;
            }
            if (Thread.currentThread().equals(sender) && !isTaken) {
                // The producer has no room, or does not know the topic's partitions: it says so before it has taken the
                // record.
                notTaken = failure;
            } else if (!(failure instanceof RetriableException)) {
                own.reply().completeExceptionally(new CommandsOverloadedException("not appended", failure));
            } else if (own.pace() == Pace.ALONE) {
                // It may be in the log: only the shard knows. It is not waited for, so that it is sent if it comes
                // again.
                own.reply().completeExceptionally(new TimeoutException("the append has timed out"));
            }
            // In a batch, others wait for it, and must not be sent while nobody knows whether it will be decided.
        }

        /** @throws CommandsOverloadedException if the producer has not taken the record */
        void requireTaken() {
            isTaken = true;
            if (notTaken != null) {
                throw new CommandsOverloadedException(
                        "the brokers do not accept commands: " + notTaken.getMessage(), notTaken);
            }
        }
    }
}

package ledger.api.commands;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import ledger.api.commands.PendingCommands.Pending;
import ledger.language.Command;
import ledger.language.CommandId;
import ledger.language.CommandOutcome;
import ledger.language.Rejection;
import ledger.language.RejectionReason;
import ledger.language.RequestDigest;
import ledger.topics.RecordHeaders;
import ledger.topics.ShardPartitioner;
import ledger.topics.Topics;
import ledger.topics.VersionsLeft;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/**
 * Sends commands to their shards and hears of their outcomes.
 *
 * <p>A shard alone decides what a key was used for among its accounts. That a key is used for accounts of two shards is
 * seen here: before a command is sent, and while others by the same key are under way.
 */
public final class CommandGateway {
    /** Up to so many commands under way, latency counts; beyond, a commit for each would cost throughput. */
    private static final int FEW = 4;

    private final CommandProducers producers;
    private final ReplyPartitions replyPartitions;
    private final FirstOutcomes firstOutcomes;
    private final PendingCommands pending;
    private final CommandAddresses addresses;
    private final int shards;
    private final Clock clock;

    /**
     * A gateway.
     *
     * @param capacity commands that may be under way at once
     */
    public CommandGateway(
            CommandProducers producers,
            ReplyPartitions replyPartitions,
            FirstOutcomes firstOutcomes,
            TransactionHomes homes,
            int shards,
            int capacity,
            Clock clock) {
        this.producers = producers;
        this.replyPartitions = replyPartitions;
        this.firstOutcomes = firstOutcomes;
        this.pending = new PendingCommands(capacity);
        this.addresses = new CommandAddresses(pending, homes);
        this.shards = shards;
        this.clock = clock;
    }

    /**
     * Sends a command. Commands sent by one thread for one account at one pace are decided in that order, and so are
     * those that make a transaction and then name it.
     *
     * @param trace where the command comes from
     * @param pace whether more commands follow at once
     * @return completes with the reply once its decision is committed; exceptionally with
     *     {@link CommandsOverloadedException} if it was certainly not appended; not at all while nothing is known
     * @throws CommandsOverloadedException if it was not appended because too many are under way
     * @throws RepliesUnavailableException if it was not appended because no reply could be heard
     * @throws ShardsUnavailableException if it was not appended because a shard cannot be asked
     */
    public CompletableFuture<CommandReply> send(CommandRequest request, CommandTrace trace, Pace pace) {
        Command command = addresses.address(request);
        RequestDigest digest = command.digest();
        Pending own = new Pending(command, digest, new CompletableFuture<>());
        Pending underWay = pending.enter(command.id(), own);
        if (underWay != null) {
            return underWay.digest().equals(digest)
                    ? underWay.reply().thenApply(CommandReply::again)
                    : CompletableFuture.completedFuture(keyReused(command, digest));
        }
        try {
            int shard = ShardPartitioner.shardOf(command.accountId().value(), shards);
            Optional<CommandOutcome> elsewhere = firstOutcomes.find(command.id(), shard);
            if (elsewhere.isPresent()) {
                own.reply().complete(foundElsewhere(elsewhere.get(), command, digest));
            } else {
                append(command, shard, trace, pace, own);
            }
        } catch (RuntimeException e) {
            own.reply().completeExceptionally(e);
            throw e;
        }
        return own.reply();
    }

    /**
     * The same request is found in another shard where it names a transaction that was not known, or not yet, when it was
     * sent first. It has its answer.
     */
    private CommandReply foundElsewhere(CommandOutcome first, Command command, RequestDigest digest) {
        return first.digest().equals(digest)
                ? new CommandReply(first, true, VersionsLeft.NONE)
                : keyReused(command, digest);
    }

    private void append(Command command, int shard, CommandTrace trace, Pace pace, Pending own) {
        ProducerRecord<String, Command> record =
                new ProducerRecord<>(Topics.COMMANDS, shard, command.accountId().value(), command);
        OptionalInt replyPartition = replyPartitions.choose(command.id());
        RecordHeaders.put(
                record.headers(),
                RecordHeaders.REPLY_PARTITION,
                Integer.toString(replyPartition.orElseThrow(RepliesUnavailableException::new)));
        RecordHeaders.put(record.headers(), RecordHeaders.REQUEST_ID, trace.requestId());
        if (pending.size() <= FEW) {
            RecordHeaders.put(record.headers(), RecordHeaders.COMMIT_SOON, "true");
        }
        if (trace.traceparent() != null) {
            RecordHeaders.put(record.headers(), RecordHeaders.TRACEPARENT, trace.traceparent());
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

    /** Whether a command by this key was sent from here and has not been heard of. */
    public boolean isUnderWay(CommandId key) {
        return pending.find(key) != null;
    }

    /** How many commands are under way. */
    public int underWay() {
        return pending.size();
    }

    /** The outcome of a command that any shard has decided. */
    public Optional<CommandOutcome> outcome(CommandId key) {
        return firstOutcomes.find(key, -1);
    }

    /** A reply was heard. */
    void heard(CommandReply reply) {
        Pending waiting = pending.find(reply.outcome().commandId());
        if (waiting != null) {
            waiting.reply().complete(reply);
        }
    }

    private CommandReply keyReused(Command command, RequestDigest digest) {
        return new CommandReply(
                new CommandOutcome(
                        command.id(),
                        command.accountId(),
                        digest,
                        command.instruction().kind(),
                        Instant.now(clock),
                        Rejection.because(RejectionReason.IDEMPOTENCY_KEY_REUSED)
                                .with("idempotencyKey", command.id().value())),
                false,
                VersionsLeft.NONE);
    }

    /**
     * Where a command comes from.
     *
     * @param traceparent W3C trace context, where there is one
     */
    public record CommandTrace(String requestId, @Nullable String traceparent) {}

    /** How commands come: what is gained for many by gathering them costs one alone some milliseconds. */
    public enum Pace {
        /** One by itself: sent at once. */
        ALONE,
        /** One of many: waits some milliseconds to be sent together with those that follow. */
        GATHERED
    }
}

package ledger.commands.topology;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.function.ToIntFunction;
import ledger.commands.domain.AccountDecider;
import ledger.commands.domain.AccountEvolver;
import ledger.commands.domain.Decision;
import ledger.commands.domain.UnsupportedInstructionException;
import ledger.language.Account;
import ledger.language.AccountEvent;
import ledger.language.Command;
import ledger.language.CommandOutcome;
import ledger.language.Rejection;
import ledger.language.RejectionReason;
import ledger.language.RequestDigest;
import ledger.topics.RecordHeaders;
import ledger.topics.ShardPartitioner;
import ledger.topics.Topics;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * A shard at work: looks whether the command was answered before, loads its account, has it decided, stores what is new
 * and forwards what happened. Runs in one thread for each shard.
 */
final class CommandProcessor implements Processor<String, Command, String, Object> {
    private final int shards;
    private final ToIntFunction<TaskId> shardOfTask;
    private final Serde<CommandOutcome> outcomeSerde;
    private @Nullable ProcessorContext<String, Object> context;
    private @Nullable KeyValueStore<String, Account> accounts;
    private @Nullable KeyValueStore<String, byte[]> outcomes;

    CommandProcessor(int shards, ToIntFunction<TaskId> shardOfTask, Serde<CommandOutcome> outcomeSerde) {
        this.shards = shards;
        this.shardOfTask = shardOfTask;
        this.outcomeSerde = outcomeSerde;
    }

    @Override
    public void init(ProcessorContext<String, Object> context) {
        this.context = context;
        accounts = context.getStateStore(CommandTopology.ACCOUNTS_STORE);
        outcomes = context.getStateStore(CommandTopology.OUTCOMES_STORE);
    }

    @Override
    public void process(Record<String, Command> record) {
        Command command = requireOwn(record);
        RequestDigest digest = command.digest();
        byte[] first = requireNonNull(outcomes).get(command.id().value());
        if (first == null) {
            decide(record, command, digest);
        } else if (decoded(first).digest().equals(digest)) {
            answer(record, command, first, true);
        } else {
            answer(record, command, encoded(keyReused(record, command)), false);
        }
        if (RecordHeaders.text(record.headers(), RecordHeaders.COMMIT_SOON) != null) {
            requireNonNull(context).commit();
        }
    }

    private void decide(Record<String, Command> record, Command command, RequestDigest digest) {
        Account account = requireNonNull(accounts).get(command.accountId().value());
        Instant time = Instant.ofEpochMilli(record.timestamp());
        Decision decision = decided(account, command, time);
        for (AccountEvent event : decision.events()) {
            account = AccountEvolver.evolve(account, event);
            forward(record, event.accountId().value(), event, CommandTopology.EVENTS_SINK);
        }
        if (account != null && !decision.events().isEmpty()) {
            requireNonNull(accounts).put(account.id().value(), account);
            forward(record, account.id().value(), account, CommandTopology.BALANCES_SINK);
        }
        CommandOutcome outcome = new CommandOutcome(
                command.id(), command.accountId(), digest, command.instruction().kind(), time, decision.result());
        byte[] bytes = encoded(outcome);
        requireNonNull(outcomes).put(command.id().value(), bytes);
        answer(record, command, bytes, false);
    }

    private static Decision decided(@Nullable Account account, Command command, Instant time) {
        try {
            return AccountDecider.decide(account, command, time);
        } catch (UnsupportedInstructionException e) {
            throw new PoisonCommandException("command " + command.id() + ": " + e.getMessage(), e);
        }
    }

    /** Not remembered: the key still belongs to the request that used it first. */
    private static CommandOutcome keyReused(Record<String, Command> record, Command command) {
        return new CommandOutcome(
                command.id(),
                command.accountId(),
                command.digest(),
                command.instruction().kind(),
                Instant.ofEpochMilli(record.timestamp()),
                Rejection.because(RejectionReason.IDEMPOTENCY_KEY_REUSED)
                        .with("idempotencyKey", command.id().value()));
    }

    private void answer(Record<String, Command> record, Command command, byte[] outcome, boolean replayed) {
        String partition = RecordHeaders.text(record.headers(), RecordHeaders.REPLY_PARTITION);
        Headers headers = passedOn(record);
        if (replayed) {
            RecordHeaders.put(headers, RecordHeaders.REPLAYED, "true");
        }
        requireNonNull(context)
                .forward(
                        new Record<>(
                                command.id().value(),
                                new Answer(outcome, replyPartition(partition)),
                                record.timestamp(),
                                headers),
                        CommandTopology.OUTCOMES_SINK);
    }

    private byte[] encoded(CommandOutcome outcome) {
        return outcomeSerde.serializer().serialize(Topics.OUTCOMES, outcome);
    }

    private CommandOutcome decoded(byte[] outcome) {
        return outcomeSerde.deserializer().deserialize(Topics.OUTCOMES, outcome);
    }

    /** A sender that does not say where it listens does not listen; the outcome is kept all the same. */
    private static int replyPartition(@Nullable String header) {
        try {
            return header == null ? 0 : Integer.parseInt(header);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private void forward(Record<String, Command> record, String key, Object value, String sink) {
        requireNonNull(context).forward(new Record<>(key, value, record.timestamp(), passedOn(record)), sink);
    }

    /** The headers that follow a command: who asked, not where the answer goes. */
    private static Headers passedOn(Record<String, Command> record) {
        Headers headers = new org.apache.kafka.common.header.internals.RecordHeaders(record.headers());
        // What is said of an answer is ours to say.
        return headers.remove(RecordHeaders.REPLY_PARTITION)
                .remove(RecordHeaders.COMMIT_SOON)
                .remove(RecordHeaders.REPLAYED);
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
        int shard = ShardPartitioner.shardOf(accountId, shards);
        int found = shardOfTask.applyAsInt(requireNonNull(context).taskId());
        if (found != shard) {
            throw new PoisonCommandException(
                    "command for " + accountId + " in partition " + found + ": its shard is " + shard);
        }
        return command;
    }
}

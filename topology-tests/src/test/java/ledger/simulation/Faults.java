package ledger.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import ledger.language.AccountEvent;
import ledger.language.Command;
import ledger.language.CommandOutcome;
import ledger.language.CommandOutcome.Result;
import ledger.language.ShardMessage;
import ledger.topics.Topics;
import org.apache.kafka.common.utils.Bytes;

/** Makes {@link Tampering}. */
final class Faults {
    private Faults() {}

    /** Changes the first such record. */
    static Tampering once(Predicate<Output> which, Function<Output, List<Output>> change) {
        AtomicBoolean done = new AtomicBoolean();
        return onOutputs(output -> which.test(output) && !done.getAndSet(true), change);
    }

    static Tampering onOutputs(Predicate<Output> which, Function<Output, List<Output>> change) {
        return new Tampering() {
            @Override
            public List<Output> committed(int shard, List<Output> outputs) {
                List<Output> changed = new ArrayList<>();
                outputs.forEach(output -> changed.addAll(which.test(output) ? change.apply(output) : List.of(output)));
                return changed;
            }
        };
    }

    /** Has the shard read another command than was sent. */
    static Tampering commanded(String key, UnaryOperator<Command> change) {
        return new Tampering() {
            @Override
            public Command sent(Command command) {
                return command.id().value().equals(key) ? change.apply(command) : command;
            }
        };
    }

    /** Two faults that make one. */
    static Tampering both(Tampering one, Tampering other) {
        return new Tampering() {
            @Override
            public List<Output> committed(int shard, List<Output> outputs) {
                return other.committed(shard, one.committed(shard, outputs));
            }

            @Override
            public Command sent(Command command) {
                return other.sent(one.sent(command));
            }
        };
    }

    /** Has a shard that starts again find nothing in this store. */
    static Tampering lost(String from) {
        return new Tampering() {
            @Override
            public boolean isLost(String store, Bytes key) {
                return store.equals(from);
            }
        };
    }

    /** Has a shard that starts again not find this in its store. */
    static Tampering lost(String from, String lost) {
        return new Tampering() {
            @Override
            public boolean isLost(String store, Bytes key) {
                return store.equals(from) && new String(key.get(), UTF_8).equals(lost);
            }
        };
    }

    /** Has the first answer to a command say something else. */
    static Tampering answered(String key, UnaryOperator<Result> change) {
        return once(
                output -> output.isTo(Topics.OUTCOMES) && output.key().equals(key),
                output -> List.of(output.with(
                        with(output.outcome(), change.apply(output.outcome().result())))));
    }

    static CommandOutcome with(CommandOutcome outcome, Result result) {
        return new CommandOutcome(
                outcome.commandId(),
                outcome.accountId(),
                outcome.digest(),
                outcome.kind(),
                outcome.decidedAt(),
                result);
    }

    /** Has the events of a command say something else. */
    static Tampering happened(String key, UnaryOperator<AccountEvent> change) {
        return onOutputs(
                output -> output.isTo(Topics.EVENTS)
                        && output.event().commandId().value().equals(key),
                output -> List.of(output.with(change.apply(output.event()))));
    }

    /** Has messages between shards say something else. */
    static Tampering told(Class<?> body, UnaryOperator<ShardMessage.Body> change) {
        return onOutputs(
                output -> output.isTo(Topics.SHARD_MESSAGES)
                        && body.isInstance(output.message().body()),
                output -> {
                    ShardMessage message = output.message();
                    return List.of(output.with(new ShardMessage(
                            message.to(),
                            message.transactionId(),
                            message.sequence(),
                            message.home(),
                            change.apply(message.body()))));
                });
    }

    static Predicate<Output> isEvent(Class<?> change) {
        return output ->
                output.isTo(Topics.EVENTS) && change.isInstance(output.event().change());
    }
}

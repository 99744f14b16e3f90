package ledger.api.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import ledger.api.commands.PendingCommands.Pending;
import ledger.language.AccountId;
import ledger.language.Command;
import ledger.language.CommandId;
import ledger.language.Instruction.FreezeAccount;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is known of a command that could not be appended. */
class CommandAppenderTest {
    private static final CommandTrace TRACE = new CommandTrace("test", null);

    private final Log log = new Log();
    private final PendingCommands pending = new PendingCommands(new CommandLimits(1, 1));
    private final CommandAppender appender =
            new CommandAppender(new CommandProducers(log, log), _ -> OptionalInt.of(0), pending);

    /** Answers when it is told to, or does not take records at all. */
    private static final class Log extends MockProducer<String, Command> {
        private @Nullable RuntimeException takesNone;

        Log() {
            super(false, null, new StringSerializer(), (_, _) -> new byte[0]);
        }

        @Override
        public synchronized Future<RecordMetadata> send(
                ProducerRecord<String, Command> record, @Nullable Callback callback) {
            if (takesNone != null && callback != null) {
                callback.onCompletion(null, takesNone);
                return CompletableFuture.failedFuture(takesNone);
            }
            return super.send(record, callback);
        }
    }

    private Pending entered(Pace pace) {
        Command command = new Command(new CommandId("c"), new AccountId("alice"), null, new FreezeAccount());
        Pending own = new Pending(command, command.digest(), pace, new CompletableFuture<>());
        assertThat(pending.reserve(pace, 1)).isTrue();
        assertThat(pending.enter(command.id(), own)).isNull();
        return own;
    }

    private Pending append(Pace pace) {
        Pending own = entered(pace);
        appender.append(own, 0, TRACE, pace);
        assertThat(own.reply()).isNotDone();
        return own;
    }

    /** It may be in the log. Whoever sends it again must not wait for what will not be heard. */
    @Test
    void oneThatTimedOutIsUnderWayNoLonger() {
        Pending own = append(Pace.ALONE);
        log.errorNext(new TimeoutException("expired"));
        assertThat(own.reply())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(java.util.concurrent.TimeoutException.class);
        assertThat(pending.size()).isZero();
        assertThat(pending.reserve(Pace.ALONE, 1)).isTrue();
    }

    @Test
    void oneOfABatchThatTimedOutIsWaitedForSinceOthersMayFollowIt() {
        Pending own = append(Pace.GATHERED);
        log.errorNext(new TimeoutException("expired"));
        assertThat(own.reply()).isNotDone();
        assertThat(pending.size()).isOne();
    }

    @Test
    void oneThatTheBrokersRefuseWasNotAppended() {
        Pending own = append(Pace.ALONE);
        log.errorNext(new InvalidTopicException("no"));
        assertThat(own.reply())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(CommandsOverloadedException.class);
    }

    /** It does not know the topic's partitions, or has no room: that is a fault that may pass, too, but nothing was appended. */
    @Test
    void oneThatTheProducerDoesNotTakeWasNotAppended() {
        log.takesNone = new TimeoutException("no metadata");
        Pending own = entered(Pace.ALONE);
        assertThatThrownBy(() -> appender.append(own, 0, TRACE, Pace.ALONE))
                .isInstanceOf(CommandsOverloadedException.class)
                .hasMessageContaining("no metadata");
        assertThat(own.reply()).isNotDone();
    }
}

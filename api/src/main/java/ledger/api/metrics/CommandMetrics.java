package ledger.api.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import ledger.api.commands.CommandReply;
import ledger.language.CommandKind;
import ledger.language.CommandOutcome.AccountResult;
import ledger.language.CommandOutcome.TransactionResult;
import ledger.language.Rejection;

/**
 * {@code ledger_command_duration_seconds}: a histogram of the time from a command's sending to its committed outcome, by
 * {@code kind} and {@code result} ({@code accepted}, {@code replayed}, or the code of the rejection). Its
 * {@code _count} counts the commands.
 *
 * <p>{@code ledger_commands_refused_total}: commands that were not accepted because there was too much to do.
 */
public final class CommandMetrics {
    private final MeterRegistry registry;
    private final Counter refused;
    private final Map<Labels, Timer> timers = new ConcurrentHashMap<>();

    private record Labels(CommandKind kind, String result) {}

    /** Metrics in this registry. */
    public CommandMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.refused = Counter.builder("ledger.commands.refused")
                .description("Commands that were not accepted because there was too much to do")
                .register(registry);
    }

    /** A command was not accepted because there is too much to do. */
    public void refused() {
        refused.increment();
    }

    /** A command was decided, and its reply was heard after so long. */
    public void decided(CommandReply reply, long nanos) {
        Labels labels = new Labels(reply.outcome().kind(), result(reply));
        timers.computeIfAbsent(labels, this::timer).record(Duration.ofNanos(nanos));
    }

    private static String result(CommandReply reply) {
        if (reply.replayed()) {
            return "replayed";
        }
        return switch (reply.outcome().result()) {
            case AccountResult _, TransactionResult _ -> "accepted";
            case Rejection rejection -> rejection.reason().name().toLowerCase(Locale.ROOT);
        };
    }

    private Timer timer(Labels labels) {
        return Timer.builder("ledger.command.duration")
                .description("Time from a command's sending to its committed outcome")
                .tag("kind", labels.kind().name().toLowerCase(Locale.ROOT))
                .tag("result", labels.result())
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofSeconds(60))
                .register(registry);
    }
}

package ledger.api.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code ledger_peer_call_duration_seconds}: a histogram of the time that calls of other instances take, by {@code call}
 * and {@code result}. Its {@code _count} counts the calls.
 */
public final class PeerMetrics {
    private final MeterRegistry registry;
    private final Map<Labels, Timer> timers = new ConcurrentHashMap<>();

    /** What another instance is asked. */
    public enum Call {
        /** A client's read, forwarded as it came. */
        READ,
        /** A question to some partitions. */
        QUESTION
    }

    /** What came of it. */
    public enum Result {
        ANSWERED,
        /** It cannot answer for the partition now: it is asked again, or another is. */
        NOT_HELD,
        /** It does not take the secret. */
        REFUSED,
        /** It was not reached, or has not answered in time. */
        UNREACHABLE
    }

    private record Labels(Call call, Result result) {}

    /** Metrics in this registry. */
    public PeerMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** A call has ended after so long. */
    public void called(Call call, Result result, long nanos) {
        timers.computeIfAbsent(new Labels(call, result), this::timer).record(Duration.ofNanos(nanos));
    }

    private Timer timer(Labels labels) {
        return Timer.builder("ledger.peer.call.duration")
                .description("Time that calls of other instances take")
                .tag("call", labels.call().name().toLowerCase(Locale.ROOT))
                .tag("result", labels.result().name().toLowerCase(Locale.ROOT))
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofSeconds(60))
                .register(registry);
    }
}

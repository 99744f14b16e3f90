package ledger.api.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.IntSupplier;

/**
 * {@code ledger_feeds_open}: feeds of events that are open; {@code ledger_feed_events_total}: events that they sent;
 * {@code ledger_feeds_cut_off_total}: feeds that ended without their readers' leaving, by {@code reason} ({@code slow},
 * {@code shutdown}, {@code expired} or {@code fault}).
 */
public final class FeedMetrics {
    private final MeterRegistry registry;
    private final Counter sent;

    /** Metrics in this registry. */
    public FeedMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.sent = Counter.builder("ledger.feed.events")
                .description("Events that feeds have sent")
                .register(registry);
    }

    /** Where to ask how many are open. */
    public void bindOpen(IntSupplier open) {
        Gauge.builder("ledger.feeds.open", open::getAsInt)
                .description("Feeds of events that are open")
                .register(registry);
    }

    /** An event was sent. */
    public void sent() {
        sent.increment();
    }

    /** A feed was ended by this instance. */
    public void cutOff(String reason) {
        Counter.builder("ledger.feeds.cut.off")
                .description("Feeds of events that ended without their readers' leaving")
                .tag("reason", reason)
                .register(registry)
                .increment();
    }
}

package ledger.api.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.time.Duration;
import java.util.Locale;
import ledger.language.AccountId;
import ledger.projections.generations.ComparisonResult;
import org.apache.kafka.streams.KafkaStreams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code ledger_projection_gaps_total}: versions of accounts that a projection never got, because their events were dead
 * letters; {@code ledger_projection_comparisons_total} and {@code ledger_projection_digest_seconds}: comparisons of a
 * rebuilt generation with the one that serves, by result, and the time that one partition's digest took; and Kafka Streams' own metrics of every generation.
 */
public final class ProjectionMetrics {
    private static final Logger LOG = LoggerFactory.getLogger(ProjectionMetrics.class);

    private final MeterRegistry registry;

    /** Metrics in this registry. */
    public ProjectionMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Versions of an account were missed. */
    public void gap(String projection, AccountId account, long expectedVersion, long foundVersion) {
        LOG.warn(
                "The {} of {} go from version {} to {}: the events between were not decodable",
                projection,
                account,
                expectedVersion - 1,
                foundVersion);
        registry.counter("ledger.projection.gaps", "projection", projection)
                .increment((double) (foundVersion - expectedVersion));
    }

    /** A comparison of generations was decided here. */
    public void compared(String projection, ComparisonResult result) {
        registry.counter(
                        "ledger.projection.comparisons",
                        "projection",
                        projection,
                        "result",
                        result.name().toLowerCase(Locale.ROOT))
                .increment();
    }

    /** The digest of a partition was computed, from its snapshot to its end. */
    public void digested(String projection, Duration took) {
        registry.timer("ledger.projection.digest", "projection", projection).record(took);
    }

    /** Measures a generation until it is closed. */
    public KafkaStreams bind(KafkaStreams streams, String applicationId) {
        KafkaStreamsMetrics metrics = new KafkaStreamsMetrics(streams, Tags.of("application", applicationId));
        metrics.bindTo(registry);
        streams.setStateListener((state, _) -> {
            if (state.hasCompletedShutdown()) {
                metrics.close();
            }
        });
        return streams;
    }
}

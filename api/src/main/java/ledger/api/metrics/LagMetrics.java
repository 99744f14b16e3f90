package ledger.api.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import ledger.projections.generations.ProjectionStatus;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code ledger_consumer_lag{application,topic,partition}}: committed records of a topic that an application has not
 * committed to have processed; and {@code ledger_projection_lag{projection}}: the same for the serving generation of a
 * read model, all partitions together.
 */
public final class LagMetrics {
    private static final Logger LOG = LoggerFactory.getLogger(LagMetrics.class);
    private static final long TIMEOUT_MS = 5_000;

    private final Admin admin;
    private final MultiGauge consumers;
    private final MultiGauge projections;

    /** Lags in this registry; measured by {@link #measure}. */
    public LagMetrics(MeterRegistry registry, Admin admin) {
        this.admin = admin;
        this.consumers = MultiGauge.builder("ledger.consumer.lag")
                .description("Committed records of a topic that an application has not processed")
                .register(registry);
        this.projections = MultiGauge.builder("ledger.projection.lag")
                .description("Account events that the serving generation of a read model has not folded")
                .register(registry);
    }

    /** Measures these applications (consumer groups) and projections now. */
    public void measure(List<String> applications, List<ProjectionStatus> statuses) {
        try {
            List<Row<?>> rows = new ArrayList<>();
            for (String application : applications) {
                addLag(rows, application);
            }
            consumers.register(rows, true);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("Lags could not be measured", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        projections.register(
                statuses.stream()
                        .filter(status -> status.lag() != null)
                        .<Row<?>>map(status -> Row.of(Tags.of("projection", status.name()), status.lag()))
                        .toList(),
                true);
    }

    private void addLag(List<Row<?>> rows, String application)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>(admin.listConsumerGroupOffsets(application)
                .partitionsToOffsetAndMetadata()
                .get(TIMEOUT_MS, TimeUnit.MILLISECONDS));
        committed.values().removeIf(java.util.Objects::isNull);
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        committed.keySet().forEach(partition -> wanted.put(partition, OffsetSpec.latest()));
        var ends = admin.listOffsets(wanted, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all()
                .get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
        committed.forEach((partition, offset) -> {
            var end = ends.get(partition);
            if (end != null) {
                rows.add(Row.of(
                        Tags.of(
                                "application",
                                application,
                                "topic",
                                partition.topic(),
                                "partition",
                                Integer.toString(partition.partition())),
                        Math.max(0, end.offset() - offset.offset())));
            }
        });
    }
}

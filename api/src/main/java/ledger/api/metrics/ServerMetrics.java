package ledger.api.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import ledger.api.lifecycle.Resources;
import ledger.api.streams.DeadLetters;
import ledger.topics.Topics;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.streams.KafkaStreams;

/** The registry of all metrics, with what the JVM and Kafka's clients measure by themselves. */
public final class ServerMetrics implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Resources bound = new Resources();

    /** A registry with the JVM's and the process's metrics. */
    public ServerMetrics() {
        new ClassLoaderMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        bound.add(new JvmGcMetrics()).bindTo(registry);
        for (String topic : new String[] {Topics.COMMANDS, Topics.EVENTS, Topics.SHARD_MESSAGES}) {
            FunctionCounter.builder("ledger.dead.letters", topic, DeadLetters::count)
                    .description("Records that became dead letters")
                    .tags(Tags.of("topic", topic))
                    .register(registry);
        }
    }

    /** Where everything is measured. */
    public PrometheusMeterRegistry registry() {
        return registry;
    }

    /** Measures the topology that decides commands. */
    public void bindCommands(KafkaStreams streams, String application) {
        bound.add(new KafkaStreamsMetrics(streams, Tags.of("application", application)))
                .bindTo(registry);
    }

    /** Measures the producer of commands, and how many are under way. */
    public void bindGateway(List<? extends Producer<?, ?>> producers, IntSupplier underWay) {
        for (Producer<?, ?> producer : producers) {
            bound.add(new KafkaClientMetrics(producer, Tags.of("application", "ledger-api")))
                    .bindTo(registry);
        }
        Gauge.builder("ledger.commands.under.way", underWay::getAsInt)
                .description("Commands sent by this instance whose outcome was not heard yet")
                .register(registry);
    }

    /** Measures how long the certificate of the HTTP interface is still valid. */
    public void bindCertificate(Supplier<Duration> validFor) {
        TimeGauge.builder("ledger.http.certificate.valid", () -> validFor.get().toSeconds(), TimeUnit.SECONDS)
                .description("How long the certificate of the HTTP interface is still valid, negative afterwards")
                .register(registry);
    }

    @Override
    public void close() {
        bound.close();
        registry.close();
    }
}

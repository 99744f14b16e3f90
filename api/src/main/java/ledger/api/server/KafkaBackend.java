package ledger.api.server;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import ledger.api.broker.EmbeddedKafka;
import ledger.api.config.LedgerConfig;
import ledger.topics.TopicInitializer;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;

/** The brokers that an instance works with: its own embedded one, or a cluster. */
final class KafkaBackend implements AutoCloseable {
    private static final Duration REACHABLE_WITHIN = Duration.ofSeconds(15);
    private static final Duration TOPICS_WITHIN = Duration.ofSeconds(30);

    private final Resources resources = new Resources();
    private final Map<String, Object> connection;
    private final Admin admin;

    private KafkaBackend(LedgerConfig config) {
        connection = new HashMap<>(config.kafka().clientSettings());
        connection.put(
                CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                config.kafka().bootstrapServers().orElseGet(() -> startEmbedded(config)));
        admin = resources.add(Admin.create(connection));
    }

    /**
     * Starts or reaches the brokers, and makes sure that the topics are there.
     *
     * @throws StartupException if the brokers cannot be reached
     * @throws ledger.api.broker.BrokerStartException if the embedded broker cannot start
     * @throws ledger.topics.TopicMismatchException if a topic is not as it must be
     */
    static KafkaBackend start(LedgerConfig config) {
        KafkaBackend backend = new KafkaBackend(config);
        try {
            backend.requireReachable();
            TopicInitializer.ensure(backend.admin, config.topics(), TOPICS_WITHIN);
            return backend;
        } catch (RuntimeException e) {
            backend.close();
            throw e;
        }
    }

    private String startEmbedded(LedgerConfig config) {
        return resources
                .add(EmbeddedKafka.start(
                        config.data().resolve("kafka"), config.kafka().embeddedPort()))
                .bootstrapServers();
    }

    private void requireReachable() {
        try {
            admin.describeCluster().nodes().get(REACHABLE_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // Left to itself, closing would wait for the answer for a minute.
            admin.close(Duration.ZERO);
            throw new StartupException(
                    "no Kafka broker answers at " + connection.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)
                            + ": check --bootstrap-servers, and that the brokers are up",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupException("interrupted while reaching the brokers", e);
        }
    }

    /** What every client is configured with. */
    Map<String, Object> connection() {
        return Map.copyOf(connection);
    }

    String bootstrapServers() {
        return String.valueOf(connection.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
    }

    Admin admin() {
        return admin;
    }

    @Override
    public void close() {
        resources.close();
    }
}

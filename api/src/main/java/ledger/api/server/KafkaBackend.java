package ledger.api.server;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import ledger.api.broker.EmbeddedKafka;
import ledger.api.config.LedgerConfig;
import ledger.api.connection.BrokerAccess;
import ledger.api.lifecycle.Resources;
import ledger.topics.TopicInitializer;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;

/** The brokers that an instance works with: its own embedded one, or a cluster. */
final class KafkaBackend implements AutoCloseable {
    private static final Duration TOPICS_WITHIN = Duration.ofSeconds(30);

    private final Resources resources = new Resources();
    private final Map<String, Object> connection;
    private final Admin admin;

    private KafkaBackend(LedgerConfig config) {
        connection = new HashMap<>(config.kafka().clientSettings());
        connection.putAll(config.kafka()
                .bootstrapServers()
                .map(servers -> Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, servers))
                .orElseGet(() -> startEmbedded(config)));
        try {
            admin = resources.add(BrokerAccess.open(connection));
        } catch (RuntimeException e) {
            resources.close();
            throw e;
        }
    }

    /**
     * Starts or reaches the brokers, and makes sure that the topics are there.
     *
     * @throws ledger.api.connection.BrokersUnavailableException if the brokers cannot be reached
     * @throws ledger.api.config.InvalidConfigException if no client can be made with their settings
     * @throws ledger.api.broker.BrokerStartException if the embedded broker cannot start
     * @throws ledger.topics.TopicMismatchException if a topic is not as it must be
     */
    static KafkaBackend start(LedgerConfig config) {
        KafkaBackend backend = new KafkaBackend(config);
        try {
            TopicInitializer.ensure(backend.admin, config.topics(), TOPICS_WITHIN);
            return backend;
        } catch (RuntimeException e) {
            backend.close();
            throw e;
        }
    }

    private Map<String, String> startEmbedded(LedgerConfig config) {
        return resources
                .add(EmbeddedKafka.start(
                        config.data().resolve("kafka"), config.kafka().embeddedPort()))
                .clientSettings();
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

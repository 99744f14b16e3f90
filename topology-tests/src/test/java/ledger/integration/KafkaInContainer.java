package ledger.integration;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import ledger.api.config.ConfigKey;
import org.apache.kafka.common.utils.AppInfoParser;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerFetchException;
import org.testcontainers.images.RemoteDockerImage;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A broker in a container: of the image that the system property {@code ledger.test.kafka.image} names, else of the stock
 * image of the version of Kafka that the ledger has.
 */
final class KafkaInContainer implements TestBroker {
    private static final String STOCK = "apache/kafka";
    private static final Duration READY_WITHIN = Duration.ofMinutes(2);
    private static final @Nullable String NAMED = System.getProperty("ledger.test.kafka.image");
    private static final DockerImageName IMAGE = NAMED == null
            ? DockerImageName.parse(STOCK).withTag(AppInfoParser.getVersion())
            : DockerImageName.parse(NAMED).asCompatibleSubstituteFor(STOCK);
    private static final Optional<String> MISSING = find();

    private final KafkaContainer container = new KafkaContainer(IMAGE).withStartupTimeout(READY_WITHIN);

    private KafkaInContainer() {
        container.start();
    }

    static KafkaInContainer start() {
        assumeTrue(MISSING.isEmpty(), () -> MISSING.orElse(""));
        return new KafkaInContainer();
    }

    static Optional<String> missing() {
        return MISSING;
    }

    private static Optional<String> find() {
        if (NAMED != null) {
            // Whoever names an image has it, and Docker: a fault of either is to fail the tests, not to skip them.
            return Optional.empty();
        }
        try {
            if (!DockerClientFactory.instance().isDockerAvailable()) {
                return Optional.of("SKIPPED, not passed: no Docker daemon answers");
            }
            new RemoteDockerImage(IMAGE).get();
            return Optional.empty();
        } catch (ContainerFetchException e) {
            return Optional.of(
                    "SKIPPED, not passed: Docker has no image " + IMAGE + " and can pull none: " + e.getMessage());
        }
    }

    @Override
    public Map<ConfigKey, String> settings() {
        return Map.of(
                ConfigKey.BOOTSTRAP_SERVERS,
                container.getBootstrapServers(),
                ConfigKey.REPLICATION_FACTOR,
                "1",
                ConfigKey.MIN_INSYNC_REPLICAS,
                "1",
                // One instance, unless the test says otherwise.
                ConfigKey.REPLY_PARTITIONS,
                "1",
                ConfigKey.INSTANCE_ID,
                "test");
    }

    @Override
    public void close() {
        container.stop();
    }
}

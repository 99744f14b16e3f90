package ledger.integration;

import java.util.Map;
import java.util.Optional;
import ledger.api.config.ConfigKey;

/**
 * Where a ledger of these tests has its records: in an embedded broker, or in Testcontainers' Kafka with the system property
 * {@code ledger.test.broker=container}. Each ledger has a broker of its own, for the names of its topics are fixed.
 */
interface TestBroker extends AutoCloseable {
    /** The settings that a ledger needs to work on it. */
    Map<ConfigKey, String> settings();

    @Override
    void close();

    /** Starts one; aborts the test where this machine has none of the kind that is asked for. */
    static TestBroker start() {
        return isContainer() ? KafkaInContainer.start() : new Embedded();
    }

    /** Why this machine has none of the kind that is asked for; empty where it has. */
    static Optional<String> missing() {
        return isContainer() ? KafkaInContainer.missing() : Optional.empty();
    }

    static boolean isContainer() {
        String kind = System.getProperty("ledger.test.broker", "embedded");
        return switch (kind) {
            case "embedded" -> false;
            case "container" -> true;
            default ->
                throw new IllegalArgumentException("ledger.test.broker is embedded or container, and not " + kind);
        };
    }

    /** That of the ledger, which starts and stops it. */
    record Embedded() implements TestBroker {
        @Override
        public Map<ConfigKey, String> settings() {
            return Map.of(ConfigKey.KAFKA_PORT, "0");
        }

        @Override
        public void close() {}
    }
}

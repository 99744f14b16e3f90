package ledger.api.config;

import java.util.Map;
import java.util.Optional;

/**
 * Which Kafka the ledger is on.
 *
 * @param bootstrapServers a cluster's brokers; empty for the embedded broker
 * @param embeddedPort the embedded broker's port, 0 for any free one; without meaning on a cluster
 * @param clientSettings Kafka client settings that every client gets, weaker than the ledger's own
 */
public record KafkaConnection(Optional<String> bootstrapServers, int embeddedPort, Map<String, String> clientSettings) {

    public KafkaConnection {
        clientSettings = Map.copyOf(clientSettings);
    }

    /** Whether the broker runs in this process. */
    public boolean embedded() {
        return bootstrapServers.isEmpty();
    }
}

package ledger.api.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import ledger.api.config.ConfigKey;
import ledger.api.config.LedgerConfig;
import org.apache.kafka.clients.CommonClientConfigs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaBackendTest {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    @TempDir
    private Path directory = Path.of("");

    private KafkaBackend start(String data, ConfigKey key, String value) {
        Map<ConfigKey, String> settings = Map.of(
                ConfigKey.DATA,
                directory.resolve(data).toString(),
                ConfigKey.SHARDS,
                "1",
                ConfigKey.REPLY_PARTITIONS,
                "1",
                key,
                value);
        return KafkaBackend.start(LedgerConfig.load(Optional.empty(), Map.of(), settings));
    }

    @Test
    void clientsCollectNoMetricsForAnEmbeddedBrokerAndThoseOfAClusterDoAsItSays() {
        try (KafkaBackend embedded = start("embedded", ConfigKey.KAFKA_PORT, "0")) {
            assertThatThrownBy(() -> embedded.admin().clientInstanceId(DEADLINE))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("enable.metrics.push");

            try (KafkaBackend cluster = start("client", ConfigKey.BOOTSTRAP_SERVERS, embedded.bootstrapServers())) {
                assertThat(cluster.connection())
                        .containsEntry(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, embedded.bootstrapServers())
                        .doesNotContainKey(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG);
            }
        }
    }
}

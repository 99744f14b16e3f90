package ledger.api.registry;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import ledger.registry.SchemaRegistryException;
import ledger.topics.PartitionCount;
import ledger.topics.TopicInitializer;
import ledger.topics.TopicSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/** The registry's topic: one partition, compacted, or old schemas would be lost. */
final class SchemaTopic {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private SchemaTopic() {}

    static void ensure(Admin admin, String topic, short replicationFactor) {
        Map<String, String> configs = Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_COMPACT,
                TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
                String.valueOf(Math.max(1, replicationFactor - 1)));
        TopicSpec spec = new TopicSpec(
                topic, PartitionCount.ONE, 1, replicationFactor, configs, Set.of(TopicConfig.CLEANUP_POLICY_CONFIG));
        TopicInitializer.ensure(admin, List.of(spec), TIMEOUT);
    }

    static SchemaRegistryException storeError(String message, @Nullable Throwable cause) {
        return cause == null
                ? new SchemaRegistryException(500, 50001, message)
                : new SchemaRegistryException(500, 50001, message, cause);
    }
}

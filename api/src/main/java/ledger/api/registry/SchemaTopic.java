package ledger.api.registry;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import ledger.registry.SchemaRegistryException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Creates the registry's topic, or checks that the one that is there can be a registry's log. */
final class SchemaTopic {
    private static final long TIMEOUT_MS = 30_000;

    private SchemaTopic() {}

    static void ensure(Admin admin, String topic, short replicationFactor) {
        try {
            if (!exists(admin, topic)) {
                create(admin, topic, replicationFactor);
            }
            check(admin, topic);
        } catch (ExecutionException | TimeoutException e) {
            throw storeError("Cannot create or describe topic " + topic + ": " + reason(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw storeError("Interrupted while creating topic " + topic, e);
        }
    }

    private static boolean exists(Admin admin, String topic)
            throws ExecutionException, TimeoutException, InterruptedException {
        try {
            admin.describeTopics(List.of(topic)).allTopicNames().get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw e;
        }
    }

    private static void create(Admin admin, String topic, short replicationFactor)
            throws ExecutionException, TimeoutException, InterruptedException {
        NewTopic created = new NewTopic(topic, 1, replicationFactor)
                .configs(Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_COMPACT,
                        TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
                        String.valueOf(Math.max(1, replicationFactor - 1))));
        try {
            admin.createTopics(List.of(created)).all().get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            // Another instance may have been quicker.
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    private static void check(Admin admin, String topic)
            throws ExecutionException, TimeoutException, InterruptedException {
        var topics = admin.describeTopics(List.of(topic)).allTopicNames().get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
        int partitions = Objects.requireNonNull(topics.get(topic)).partitions().size();
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        var configs = admin.describeConfigs(List.of(resource)).all().get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
        String policy = Objects.requireNonNull(configs.get(resource))
                .get(TopicConfig.CLEANUP_POLICY_CONFIG)
                .value();
        if (partitions != 1 || !TopicConfig.CLEANUP_POLICY_COMPACT.equals(policy)) {
            throw storeError(
                    "Topic " + topic + " cannot hold a schema registry: it has " + partitions
                            + " partitions and cleanup.policy=" + policy + "; it needs 1 partition and "
                            + "cleanup.policy=compact, or else old schemas would be lost",
                    null);
        }
    }

    private static String reason(Exception e) {
        Throwable cause = e.getCause();
        return cause == null ? e.toString() : String.valueOf(cause.getMessage());
    }

    static SchemaRegistryException storeError(String message, @Nullable Throwable cause) {
        return cause == null
                ? new SchemaRegistryException(500, 50001, message)
                : new SchemaRegistryException(500, 50001, message, cause);
    }
}

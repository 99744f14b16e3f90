package ledger.topics;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * One topic as the ledger needs it.
 *
 * @param name the name on the broker
 * @param partitionCount what decides the number of partitions
 * @param partitions that number
 * @param replicationFactor copies of each partition, used at creation only
 * @param configs topic configuration at creation
 * @param fixedConfigs the names in {@code configs} that an existing topic must have too, because with another value the
 *     ledger would lose records or change its meaning; an operator is free to change the others
 */
public record TopicSpec(
        String name,
        PartitionCount partitionCount,
        int partitions,
        short replicationFactor,
        Map<String, String> configs,
        Set<String> fixedConfigs) {

    /** Copies the collections; throws {@link IllegalArgumentException} when a fixed name has no value in {@code configs}. */
    public TopicSpec {
        configs = Map.copyOf(configs);
        fixedConfigs = Set.copyOf(fixedConfigs);
        if (!configs.keySet().containsAll(fixedConfigs)) {
            throw new IllegalArgumentException("fixed configs without a value: " + fixedConfigs);
        }
    }

    NewTopic toNewTopic() {
        return new NewTopic(name, partitions, replicationFactor).configs(configs);
    }
}

package ledger.projections.generations;

import java.util.Map;

/** Tells how far the groups of generations are. */
@FunctionalInterface
public interface GroupProgress {
    /**
     * How far a group is in every partition of the events topic.
     *
     * @throws org.apache.kafka.common.KafkaException if that cannot be told now
     */
    Map<Integer, PartitionProgress> of(String applicationId);
}

package ledger.topics;

/**
 * What the topics of one cluster are made with. Fixed when the topics are created, checked at every start.
 *
 * @param shards partitions of every topic that is keyed by account, at least 1
 * @param replicationFactor copies of each partition, at least 1 and at most the number of brokers
 * @param minInSyncReplicas copies that must have a record before it is acknowledged, from 1 to the replication factor
 * @param replyPartitions partitions of the outcomes topic, at least 1; each instance of the application owns some
 */
public record TopicSettings(int shards, short replicationFactor, int minInSyncReplicas, int replyPartitions) {

    /** Checks the ranges given above; throws {@link IllegalArgumentException} when a value is outside of its range. */
    public TopicSettings {
        require(shards >= 1, "shards must be at least 1, not " + shards);
        require(replicationFactor >= 1, "replicationFactor must be at least 1, not " + replicationFactor);
        require(
                minInSyncReplicas >= 1 && minInSyncReplicas <= replicationFactor,
                "minInSyncReplicas must be from 1 to " + replicationFactor + ", not " + minInSyncReplicas);
        require(replyPartitions >= 1, "replyPartitions must be at least 1, not " + replyPartitions);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}

package ledger.topics;

/** What decides how many partitions a topic has. Topics that share a kind are co-partitioned. */
public enum PartitionCount {
    /** One per shard: keyed by account id, placed by {@link ShardPartitioner}. */
    SHARDS("ledger.shards"),
    /** One per reply partition: placed by the reply partition that a command asks for. */
    REPLIES("ledger.reply.partitions"),
    /** Exactly one. */
    ONE("");

    private final String configKey;

    PartitionCount(String configKey) {
        this.configKey = configKey;
    }

    /** The number of partitions under these settings. */
    public int in(TopicSettings settings) {
        return switch (this) {
            case SHARDS -> settings.shards();
            case REPLIES -> settings.replyPartitions();
            case ONE -> 1;
        };
    }

    /** What an operator can do about a topic of this kind that has {@code found} partitions. */
    String remedy(int found) {
        String recreate = "use another cluster, or delete the topic if nothing in it is needed";
        return configKey.isEmpty() ? recreate : "set " + configKey + " = " + found + ", or " + recreate;
    }
}

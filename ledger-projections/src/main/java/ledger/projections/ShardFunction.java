package ledger.projections;

/** Tells the shard, that is the partition, of an account. */
@FunctionalInterface
public interface ShardFunction {
    /** The shard of an account, 0 to {@code shards} − 1. */
    int shardOf(String accountId, int shards);
}

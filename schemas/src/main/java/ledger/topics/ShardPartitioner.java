package ledger.topics;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/**
 * Which shard an account belongs to.
 *
 * <p>The shard is the murmur2 hash of the id's hash tag where it has one, else of the whole id: exactly Kafka's default
 * partitioning of the tag or the id as UTF-8. The hash tag is defined as in Redis Cluster: what stands between the first
 * <code>{</code> and the next <code>}</code> after it, when that is not empty. So <code>{acme}:cash</code> and
 * <code>{acme}:fees</code> share a shard.
 *
 * <p>Changing this function would send accounts to shards that do not know them: it is fixed for the life of a ledger.
 */
public final class ShardPartitioner {

    private ShardPartitioner() {}

    /**
     * The shard of an account, from 0 to {@code shards} − 1.
     *
     * @param accountId any id, also one that is not a valid account id
     * @param shards at least 1
     */
    public static int shardOf(String accountId, int shards) {
        byte[] key = hashed(accountId).getBytes(StandardCharsets.UTF_8);
        return Utils.toPositive(Utils.murmur2(key)) % shards;
    }

    private static String hashed(String accountId) {
        int open = accountId.indexOf('{');
        int close = open < 0 ? -1 : accountId.indexOf('}', open + 1);
        return close > open + 1 ? accountId.substring(open + 1, close) : accountId;
    }
}

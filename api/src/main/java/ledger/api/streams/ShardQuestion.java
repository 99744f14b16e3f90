package ledger.api.streams;

import java.util.List;
import java.util.SortedSet;
import java.util.function.Function;
import ledger.projections.cluster.Instance;
import ledger.projections.cluster.NotHeldException;
import ledger.projections.cluster.PartitionQuestion;
import ledger.projections.cluster.Reach;
import ledger.projections.cluster.StreamsPartitions;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * A question to the shards that is answered from one of their stores.
 *
 * @param <Q> what is asked
 * @param <A> what instances answer
 * @param <V> what the store has under its keys
 */
abstract class ShardQuestion<Q, A, V> implements PartitionQuestion<Q, A> {
    private final String store;
    private final int shards;
    private final StreamsPartitions spread;

    ShardQuestion(String store, int shards, StreamsPartitions spread) {
        this.store = store;
        this.shards = shards;
        this.spread = spread;
    }

    @Override
    public final int partitions() {
        return shards;
    }

    @Override
    public final List<Instance> holders(int partition) {
        return spread.holders(partition);
    }

    @Override
    public final boolean isReadable(int partition, Reach reach) {
        return spread.isReadable(store, partition, reach);
    }

    @Override
    public final A answer(SortedSet<Integer> partitions, Q question, Reach reach) {
        Stores<V> stores = new Stores<>() {
            @Override
            public <R> R read(int shard, Function<ReadOnlyKeyValueStore<String, V>, R> reading) {
                return spread.read(store, shard, reach, reading);
            }
        };
        try {
            return answer(partitions, question, stores);
        } catch (InvalidStateStoreException e) {
            throw new NotHeldException("a shard is moving: " + e.getMessage(), e);
        }
    }

    /** Answers for shards that are here. */
    abstract A answer(SortedSet<Integer> shards, Q question, Stores<V> stores);

    /** The store in each shard that is here. */
    interface Stores<V> {
        <R> R read(int shard, Function<ReadOnlyKeyValueStore<String, V>, R> reading);
    }
}

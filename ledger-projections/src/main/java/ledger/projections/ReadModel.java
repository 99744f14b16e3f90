package ledger.projections;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import ledger.language.AccountId;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * The serving generation of a projection, for its queries. A query that fails because the generation under it was just
 * replaced is run again on the new one, so that no reader notices the switch.
 */
public final class ReadModel {
    private final Supplier<? extends GenerationStores> serving;
    private final ShardFunction shards;

    /** @param serving gives the stores of the generation that serves now, the same object while it is the same generation */
    public ReadModel(Supplier<? extends GenerationStores> serving, ShardFunction shards) {
        this.serving = serving;
        this.shards = shards;
    }

    /**
     * Asks the partition of an account.
     *
     * @throws ReadModelUnavailableException if it cannot be read here now
     */
    public <K, V extends SpecificRecord, T> T ofAccount(
            ProjectionStore<K, V> store, AccountId account, Function<ReadOnlyKeyValueStore<K, V>, T> query) {
        return read(stores -> query.apply(stores.store(store, shards.shardOf(account.value(), stores.partitions()))));
    }

    /**
     * Asks all partitions of this process together.
     *
     * @throws ReadModelUnavailableException if one cannot be read now
     */
    public <K, V extends SpecificRecord, T> T ofLocalPartitions(
            ProjectionStore<K, V> store, Function<List<ReadOnlyKeyValueStore<K, V>>, T> query) {
        return read(stores -> {
            List<ReadOnlyKeyValueStore<K, V>> parts = new ArrayList<>();
            for (int partition : stores.localPartitions()) {
                parts.add(stores.store(store, partition));
            }
            return query.apply(parts);
        });
    }

    private <T> T read(Function<GenerationStores, T> query) {
        GenerationStores stores = serving.get();
        while (true) {
            try {
                return query.apply(stores);
            } catch (InvalidStateStoreException | ReadModelUnavailableException e) {
                GenerationStores now = serving.get();
                if (now.equals(stores)) {
                    throw e instanceof ReadModelUnavailableException unavailable
                            ? unavailable
                            : new ReadModelUnavailableException("the read model is moving: " + e.getMessage(), e);
                }
                stores = now;
            }
        }
    }
}

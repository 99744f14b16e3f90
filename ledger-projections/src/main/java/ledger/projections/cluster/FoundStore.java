package ledger.projections.cluster;

import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.QueryableStoreType;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.internals.StateStoreProvider;

/** The store of a partition itself, as it is when it is asked for. Of stores without timestamps: it would give them, too. */
final class FoundStore<K, V> implements QueryableStoreType<ReadOnlyKeyValueStore<K, V>> {
    @Override
    public boolean accepts(StateStore store) {
        return QueryableStoreTypes.<K, V>keyValueStore().accepts(store);
    }

    @Override
    public ReadOnlyKeyValueStore<K, V> create(StateStoreProvider provider, String store) {
        return provider.stores(store, this).getFirst();
    }
}

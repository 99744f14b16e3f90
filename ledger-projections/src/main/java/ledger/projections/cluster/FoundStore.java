package ledger.projections.cluster;

import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.QueryableStoreType;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.internals.StateStoreProvider;

/**
 * Finds the store of one partition. The type of Streams' own, {@link QueryableStoreTypes#keyValueStore()}, gives a wrapper that
 * looks for the store anew at every call; this one gives the store itself, for as long as it is open. Only of stores without
 * timestamps, whose values it would not unwrap.
 */
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

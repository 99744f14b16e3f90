package ledger.projections.writebehind;

import java.util.Map;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Builds stores on disk with a changelog, of which queries see what was put at once, and which write a row once for each
 * commit, however often it changed.
 *
 * @param <V> immutable: a value that was put is given to those who read until it is written
 */
public final class WriteBehindStoreBuilder<K, V> implements StoreBuilder<KeyValueStore<K, V>> {
    private final StoreBuilder<KeyValueStore<K, V>> through;
    private final Serde<K> keys;
    private final Serde<V> values;

    /** A builder of stores of that name. */
    public WriteBehindStoreBuilder(String name, Serde<K> keys, Serde<V> values) {
        this.through = Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), keys, values)
                .withCachingDisabled();
        this.keys = keys;
        this.values = values;
    }

    @Override
    public KeyValueStore<K, V> build() {
        return new WriteBehindStore<>(through.build(), keys, values);
    }

    @Override
    public String name() {
        return through.name();
    }

    @Override
    public Map<String, String> logConfig() {
        return through.logConfig();
    }

    @Override
    public boolean loggingEnabled() {
        return through.loggingEnabled();
    }

    @Override
    public StoreBuilder<KeyValueStore<K, V>> withLoggingEnabled(Map<String, String> config) {
        through.withLoggingEnabled(config);
        return this;
    }

    /** @throws UnsupportedOperationException always: what is not in a changelog is lost with the disk */
    @Override
    public StoreBuilder<KeyValueStore<K, V>> withLoggingDisabled() {
        throw new UnsupportedOperationException(name() + " has a changelog");
    }

    /** @throws UnsupportedOperationException always: a second cache would only take memory */
    @Override
    public StoreBuilder<KeyValueStore<K, V>> withCachingEnabled() {
        throw new UnsupportedOperationException(name() + " gathers what is written itself");
    }

    @Override
    public StoreBuilder<KeyValueStore<K, V>> withCachingDisabled() {
        return this;
    }
}

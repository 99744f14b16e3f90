package ledger.projections;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Stores of which something else happens right after a method has read. */
record InterruptedReads(GenerationStores stores, String method, Runnable after) implements GenerationStores {
    @Override
    @SuppressWarnings("unchecked") // a proxy of the one interface
    public <K, V extends SpecificRecord> ReadOnlyKeyValueStore<K, V> store(ProjectionStore<K, V> store, int partition) {
        ReadOnlyKeyValueStore<K, V> read = stores.store(store, partition);
        return (ReadOnlyKeyValueStore<K, V>) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ReadOnlyKeyValueStore.class}, (_, called, arguments) -> {
                    try {
                        Object found = called.invoke(read, arguments);
                        if (called.getName().equals(method)) {
                            after.run();
                        }
                        return found;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Override
    public int partitions() {
        return stores.partitions();
    }
}

package ledger.commands.topology;

import ledger.codec.LedgerSerdes;
import ledger.testing.TestSerdes;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/** The processor of a shard by itself, as the only shard, with its stores in memory. */
final class ShardInMemory {
    private ShardInMemory() {}

    static ShardProcessor start(MockProcessorContext<String, Object> context) {
        context.setRecordMetadata("commands", 0, 0);
        context.setCurrentSystemTimeMs(0);
        addStore(context, CommandTopology.ACCOUNTS_STORE, LedgerSerdes.accountStates());
        addStore(context, CommandTopology.OUTCOMES_STORE, Serdes.ByteArray());
        addStore(context, CommandTopology.TRANSACTIONS_STORE, StateCodecs.transactions());
        addStore(context, CommandTopology.UNDER_WAY_STORE, StateCodecs.underWay());
        addStore(context, CommandTopology.PARTICIPATIONS_STORE, StateCodecs.participations());
        addStore(context, CommandTopology.EXPIRATIONS_STORE, Serdes.String());
        ShardProcessor processor = new ShardProcessor(
                new ShardFactory(TestSerdes.LEDGER.outcomes(), 1, TaskId::partition, ShardListener.NONE));
        processor.init(context);
        return processor;
    }

    private static <V> void addStore(MockProcessorContext<String, Object> context, String name, Serde<V> values) {
        KeyValueStore<String, V> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(name), Serdes.String(), values)
                .withLoggingDisabled()
                .withCachingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        context.addStateStore(store);
    }
}

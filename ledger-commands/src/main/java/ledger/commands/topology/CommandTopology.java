package ledger.commands.topology;

import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import ledger.language.Account;
import ledger.language.AccountEvent;
import ledger.topics.ShardPartitioner;
import ledger.topics.Topics;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Builds the topology that decides commands.
 *
 * <pre>
 *  commands ──▶ decide ──┬──▶ events      what happened: the source of truth
 *              │     │   ├──▶ balances    the accounts as they stand, for other systems
 *        accounts  outcomes └─▶ outcomes  the answer, to the partition where its sender listens
 *        (stores: the state of every account, the first answer to every command)
 * </pre>
 *
 * Everything on the right and both stores' changelogs are written in one Kafka transaction with the consumed offset.
 */
public final class CommandTopology {
    /** Account id → account, as it stands. */
    public static final String ACCOUNTS_STORE = "accounts";

    /** Command id → first answer as it was published, for ever. */
    public static final String OUTCOMES_STORE = "outcomes";

    static final String EVENTS_SINK = "account-events";
    static final String BALANCES_SINK = "account-balances";
    static final String OUTCOMES_SINK = "command-outcomes";
    private static final String SOURCE = "commands";
    private static final String PROCESSOR = "decide";

    private CommandTopology() {}

    /**
     * The topology.
     *
     * @param shards partitions of the command topic: a command found in a partition that is not its account's shard is
     *     refused as poison
     */
    public static Topology build(CommandSerdes serdes, int shards) {
        return build(serdes, shards, TaskId::partition);
    }

    /**
     * The topology, for a runtime that numbers its tasks otherwise than by their partitions.
     *
     * @param shardOfTask the shard that a task is, from 0 to {@code shards} − 1
     */
    public static Topology build(CommandSerdes serdes, int shards, ToIntFunction<TaskId> shardOfTask) {
        Topology topology = new Topology();
        topology.addSource(SOURCE, new StringDeserializer(), serdes.commands().deserializer(), Topics.COMMANDS);
        topology.addProcessor(PROCESSOR, () -> new CommandProcessor(shards, shardOfTask, serdes.outcomes()), SOURCE);
        topology.addStateStore(accounts(serdes.accountStates()), PROCESSOR);
        topology.addStateStore(outcomes(), PROCESSOR);
        StreamPartitioner<String, AccountEvent> eventsByShard = byShard();
        topology.addSink(
                EVENTS_SINK,
                Topics.EVENTS,
                new StringSerializer(),
                serdes.events().serializer(),
                eventsByShard,
                PROCESSOR);
        StreamPartitioner<String, Account> balancesByShard = byShard();
        topology.addSink(
                BALANCES_SINK,
                Topics.BALANCES,
                new StringSerializer(),
                serdes.balances().serializer(),
                balancesByShard,
                PROCESSOR);
        topology.addSink(
                OUTCOMES_SINK,
                Topics.OUTCOMES,
                new StringSerializer(),
                answers(),
                CommandTopology::replyPartition,
                PROCESSOR);
        return topology;
    }

    private static StoreBuilder<KeyValueStore<String, Account>> accounts(Serde<Account> states) {
        // Cached: an account that moves often is written to its changelog once a commit.
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(ACCOUNTS_STORE), Serdes.String(), states)
                .withCachingEnabled();
    }

    private static StoreBuilder<KeyValueStore<String, byte[]>> outcomes() {
        return Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(OUTCOMES_STORE), Serdes.String(), Serdes.ByteArray());
    }

    private static <V> StreamPartitioner<String, V> byShard() {
        return (topic, accountId, value, partitions) ->
                Optional.of(Set.of(ShardPartitioner.shardOf(accountId, partitions)));
    }

    static Optional<Set<Integer>> replyPartition(String topic, String key, Answer answer, int partitions) {
        return Optional.of(Set.of(Math.floorMod(answer.replyPartition(), partitions)));
    }

    private static Serializer<Answer> answers() {
        return (topic, answer) -> answer.outcome();
    }
}

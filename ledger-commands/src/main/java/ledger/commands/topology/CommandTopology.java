package ledger.commands.topology;

import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import ledger.topics.ShardPartitioner;
import ledger.topics.Topics;
import org.apache.kafka.common.serialization.ByteArraySerializer;
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
 *   commands ───┐           ┌──▶ chain ──▶ events   what happened: the source of truth
 *               ├──▶ shard ─┼──▶ balances             the accounts as they stand, for other systems
 *  ┌▶ messages ─┘           ├──▶ outcomes             the answer, to the partition where its sender listens
 *  │                        │
 *  └────────────────────────┘                         between the shards of a transaction
 * </pre>
 *
 * Everything on the right and the changelogs of the shard's stores are written in one Kafka transaction with the consumed offset.
 */
public final class CommandTopology {
    /** Account id → account, as it stands. */
    public static final String ACCOUNTS_STORE = "accounts";

    /** Command id → first answer as it was published, for ever. */
    public static final String OUTCOMES_STORE = "outcomes";

    /** Transaction id → what its home shard must know of it that its outcome does not tell. */
    public static final String TRANSACTIONS_STORE = "transactions";

    /** Command id → the transaction whose step it started, or waits for, while that is under way. */
    static final String UNDER_WAY_STORE = "under-way";

    /** Transaction id and home account → what this shard did of a transaction whose home is another. */
    static final String PARTICIPATIONS_STORE = "participations";

    /** Time and transaction id → transaction id, of the holds that expire. */
    static final String EXPIRATIONS_STORE = "expirations";

    /** The hash of the shard's last event. */
    static final String EVENT_CHAIN_STORE = "event-chain";

    static final String CHAIN = "chain";
    static final String BALANCES_SINK = "account-balances";
    static final String OUTCOMES_SINK = "command-outcomes";
    static final String MESSAGES_SINK = "shard-messages-sink";
    private static final String EVENTS_SINK = "account-events";
    private static final String COMMANDS_SOURCE = "commands";
    private static final String MESSAGES_SOURCE = "shard-messages";
    private static final String SHARD = "shard";

    private CommandTopology() {}

    /**
     * The topology.
     *
     * @param shards partitions of the topics that are keyed by account: a record found in a partition that is not its
     *     account's shard is refused as poison
     */
    public static Topology build(CommandSerdes serdes, int shards) {
        return build(serdes, shards, ShardListener.NONE);
    }

    /** The topology, of which someone wants to know which shards run. */
    public static Topology build(CommandSerdes serdes, int shards, ShardListener listener) {
        return build(serdes, new ShardFactory(serdes.outcomes(), shards, TaskId::partition, listener));
    }

    /**
     * The topology, for a runtime that numbers its tasks otherwise than by their partitions.
     *
     * @param shardOfTask the shard that a task is, from 0 to {@code shards} − 1
     */
    public static Topology build(CommandSerdes serdes, int shards, ToIntFunction<TaskId> shardOfTask) {
        return build(serdes, new ShardFactory(serdes.outcomes(), shards, shardOfTask, ShardListener.NONE));
    }

    private static Topology build(CommandSerdes serdes, ShardFactory factory) {
        Topology topology = new Topology();
        topology.addSource(
                COMMANDS_SOURCE, new StringDeserializer(), serdes.commands().deserializer(), Topics.COMMANDS);
        topology.addSource(
                MESSAGES_SOURCE, new StringDeserializer(), serdes.messages().deserializer(), Topics.SHARD_MESSAGES);
        topology.addProcessor(SHARD, () -> new ShardProcessor(factory), COMMANDS_SOURCE, MESSAGES_SOURCE);
        topology.addProcessor(CHAIN, () -> new EventChain(serdes.events().serializer()), SHARD);
        addStores(topology, serdes);
        addSinks(topology, serdes);
        return topology;
    }

    private static void addStores(Topology topology, CommandSerdes serdes) {
        // Cached: an account that moves often is written to its changelog once a commit, and what is gone by then,
        // never.
        add(topology, store(ACCOUNTS_STORE, serdes.accountStates()).withCachingEnabled());
        add(topology, store(OUTCOMES_STORE, Serdes.ByteArray()));
        add(topology, store(TRANSACTIONS_STORE, StateCodecs.transactions()).withCachingEnabled());
        add(topology, store(UNDER_WAY_STORE, StateCodecs.underWay()).withCachingEnabled());
        add(topology, store(PARTICIPATIONS_STORE, StateCodecs.participations()).withCachingEnabled());
        add(topology, store(EXPIRATIONS_STORE, Serdes.String()));
        // Cached too: the changelog gets the last hash of a commit, not each.
        topology.addStateStore(store(EVENT_CHAIN_STORE, Serdes.ByteArray()).withCachingEnabled(), CHAIN);
    }

    private static <V> StoreBuilder<KeyValueStore<String, V>> store(String name, Serde<V> values) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.String(), values);
    }

    private static void add(Topology topology, StoreBuilder<?> store) {
        topology.addStateStore(store, SHARD);
    }

    private static void addSinks(Topology topology, CommandSerdes serdes) {
        addByShard(topology, EVENTS_SINK, Topics.EVENTS, new ByteArraySerializer(), CHAIN);
        addByShard(topology, BALANCES_SINK, Topics.BALANCES, serdes.balances().serializer(), SHARD);
        addByShard(
                topology,
                MESSAGES_SINK,
                Topics.SHARD_MESSAGES,
                serdes.messages().serializer(),
                SHARD);
        topology.addSink(
                OUTCOMES_SINK,
                Topics.OUTCOMES,
                new StringSerializer(),
                answers(),
                CommandTopology::replyPartition,
                SHARD);
    }

    private static <V> void addByShard(
            Topology topology, String sink, String topic, Serializer<V> values, String... parents) {
        StreamPartitioner<String, V> byShard =
                (_, accountId, _, partitions) -> Optional.of(Set.of(ShardPartitioner.shardOf(accountId, partitions)));
        topology.addSink(sink, topic, new StringSerializer(), values, byShard, parents);
    }

    static Optional<Set<Integer>> replyPartition(String topic, String key, Answer answer, int partitions) {
        return Optional.of(Set.of(Math.floorMod(answer.replyPartition(), partitions)));
    }

    private static Serializer<Answer> answers() {
        return (topic, answer) -> answer.outcome();
    }
}

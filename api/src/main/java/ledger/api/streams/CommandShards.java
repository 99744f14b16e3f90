package ledger.api.streams;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import ledger.api.commands.FirstOutcomes;
import ledger.api.commands.ShardsUnavailableException;
import ledger.api.commands.TransactionHomes;
import ledger.commands.domain.transactions.TransactionState;
import ledger.commands.topology.CommandTopology;
import ledger.language.AccountId;
import ledger.language.CommandId;
import ledger.language.CommandOutcome;
import ledger.language.CommandOutcome.TransactionResult;
import ledger.language.TransactionId;
import ledger.projections.RestoreProgress;
import ledger.projections.cluster.Cluster;
import ledger.projections.cluster.Gatherer;
import ledger.projections.cluster.Instance;
import ledger.projections.cluster.NotHeldException;
import ledger.projections.cluster.PartitionQuestion;
import ledger.projections.cluster.Reach;
import ledger.projections.cluster.StreamsPartitions;
import ledger.topics.BrokerFaults;
import ledger.topics.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The shards that this instance runs: the topology that decides commands, and what the stores of all shards remember. */
public final class CommandShards implements FirstOutcomes, TransactionHomes, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CommandShards.class);
    private static final int NONE = -1;
    private static final byte[] NOTHING = new byte[0];
    private static final Duration LOOKING = Duration.ofSeconds(2);
    private static final Duration CLOSING = Duration.ofSeconds(10);

    private final KafkaStreams streams;
    private final RestoreProgress restored = new RestoreProgress();
    private final Deserializer<CommandOutcome> outcomes;
    private final int shards;
    private final StreamsPartitions spread;
    private final Gatherer<String, byte[]> outcomesOfKeys;
    private final Gatherer<String, byte[]> homesOfKept;
    private volatile boolean hasRun;

    /**
     * Shards that are not started yet.
     *
     * @param outcomes of the outcomes topic, which the shards keep as they were published
     * @param admin stays the caller's
     * @param cluster where the questions to the shards are registered
     */
    public CommandShards(
            Topology topology,
            Properties settings,
            Deserializer<CommandOutcome> outcomes,
            int shards,
            Admin admin,
            Cluster cluster) {
        this.streams = new KafkaStreams(topology, settings);
        this.outcomes = outcomes;
        this.shards = shards;
        this.spread = new StreamsPartitions(
                settings.getProperty(StreamsConfig.APPLICATION_ID_CONFIG),
                streams,
                Topics.COMMANDS,
                HostInfo.buildFromEndpoint(settings.getProperty(StreamsConfig.APPLICATION_SERVER_CONFIG)),
                admin,
                () -> {});
        this.outcomesOfKeys = cluster.register(
                new Lookup<byte[]>("shards/outcomes", CommandTopology.OUTCOMES_STORE, outcome -> outcome));
        this.homesOfKept = cluster.register(new Lookup<TransactionState>(
                "shards/transaction-homes",
                CommandTopology.TRANSACTIONS_STORE,
                kept -> kept.home().value().getBytes(StandardCharsets.UTF_8)));
        streams.setUncaughtExceptionHandler(CommandShards::uncaught);
        streams.setGlobalStateRestoreListener(restored);
    }

    /** A fault of the brokers passes; whatever else stops a shard would stop it again. */
    private static StreamThreadExceptionResponse uncaught(Throwable fault) {
        if (BrokerFaults.isPassing(fault)) {
            LOG.warn("A shard starts anew after a fault of the brokers", fault);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        LOG.error("The shards stop: what they would decide could not be relied on", fault);
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    /** Starts to decide. */
    public void start() {
        streams.start();
    }

    /** What it is doing. */
    public KafkaStreams.State state() {
        return streams.state();
    }

    /** Whether it decides, or did before shards came or went: those that stay are decided on meanwhile. */
    public boolean isReady() {
        KafkaStreams.State now = streams.state();
        hasRun |= now == KafkaStreams.State.RUNNING;
        return now == KafkaStreams.State.RUNNING || (hasRun && now == KafkaStreams.State.REBALANCING);
    }

    /** How far its state is restored; {@code null} while nothing is being restored. */
    public RestoreProgress.@Nullable Status restoring() {
        return restored.now();
    }

    /** For metrics. */
    public KafkaStreams streams() {
        return streams;
    }

    @Override
    public Optional<CommandOutcome> find(CommandId key, int exceptShard) {
        List<Integer> asked = IntStream.range(0, shards)
                .filter(shard -> shard != exceptShard)
                .boxed()
                .toList();
        return ask(outcomesOfKeys, key.value(), asked).map(outcome -> outcomes.deserialize(Topics.OUTCOMES, outcome));
    }

    /**
     * Found by the outcome of the command that made it, where its key is the transaction's id; else among the
     * transactions that the shards keep because there is more to tell than the outcome does.
     */
    @Override
    public Optional<AccountId> home(TransactionId id) {
        Optional<AccountId> made = find(new CommandId(id.value()), NONE)
                .filter(outcome -> outcome.result() instanceof TransactionResult
                        && TransactionHomes.isMadeBy(outcome.kind(), outcome.commandId(), id))
                .map(CommandOutcome::accountId);
        return made.isPresent()
                ? made
                : ask(
                                homesOfKept,
                                id.value(),
                                IntStream.range(0, shards).boxed().toList())
                        .map(home -> new AccountId(new String(home, StandardCharsets.UTF_8)));
    }

    /** The first answer that is one. */
    private Optional<byte[]> ask(Gatherer<String, byte[]> question, String key, List<Integer> asked) {
        try {
            return question.gather(key, asked, LOOKING).stream()
                    .filter(answer -> answer.length > 0)
                    .findFirst();
        } catch (NotHeldException e) {
            throw new ShardsUnavailableException("shards are not ready: " + e.getMessage(), e);
        }
    }

    /** Of any shard, what a store has under a key, in bytes; none where there is nothing. */
    private final class Lookup<V> implements PartitionQuestion<String, byte[]> {
        private final String name;
        private final String store;
        private final Function<V, byte[]> bytes;

        Lookup(String name, String store, Function<V, byte[]> bytes) {
            this.name = name;
            this.store = store;
            this.bytes = bytes;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Serde<String> questions() {
            return Serdes.String();
        }

        @Override
        public Serde<byte[]> answers() {
            return Serdes.ByteArray();
        }

        @Override
        public int partitions() {
            return shards;
        }

        @Override
        public List<Instance> holders(int partition) {
            return spread.holders(partition);
        }

        @Override
        public boolean isReadable(int partition, Reach reach) {
            return spread.isReadable(store, partition, reach);
        }

        @Override
        public byte[] answer(SortedSet<Integer> partitions, String key, Reach reach) {
            try {
                for (int shard : partitions) {
                    V value = spread.<String, V>store(store, shard, reach).get(key);
                    if (value != null) {
                        return bytes.apply(value);
                    }
                }
                return NOTHING;
            } catch (InvalidStateStoreException e) {
                throw new NotHeldException("a shard is moving: " + e.getMessage(), e);
            }
        }
    }

    @Override
    public void close() {
        // Its shards go to the other instances at once, instead of after a session.
        streams.close(CloseOptions.timeout(CLOSING).withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP));
    }
}

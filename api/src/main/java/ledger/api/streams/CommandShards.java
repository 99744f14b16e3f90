package ledger.api.streams;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import ledger.api.commands.FirstOutcomes;
import ledger.api.commands.ShardsUnavailableException;
import ledger.api.commands.TransactionHomes;
import ledger.language.AccountId;
import ledger.language.CommandId;
import ledger.language.CommandOutcome;
import ledger.language.CommandOutcome.TransactionResult;
import ledger.language.TransactionId;
import ledger.projections.RestoreProgress;
import ledger.projections.cluster.Cluster;
import ledger.projections.cluster.Gatherer;
import ledger.projections.cluster.NotHeldException;
import ledger.projections.cluster.StreamsPartitions;
import ledger.topics.BrokerFaults;
import ledger.topics.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The shards that this instance runs: the topology that decides commands, and what the stores of all shards remember. */
public final class CommandShards implements FirstOutcomes, TransactionHomes, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CommandShards.class);
    private static final Duration LOOKING = Duration.ofSeconds(2);
    private static final Duration CLOSING = Duration.ofSeconds(10);

    private final KafkaStreams streams;
    private final RestoreProgress restored = new RestoreProgress();
    private final Deserializer<CommandOutcome> outcomes;
    private final int shards;
    private final StreamsPartitions spread;
    private final Gatherer<Map<String, Integer>, Map<String, byte[]>> outcomesOfKeys;
    private final Gatherer<Map<String, Integer>, Map<String, byte[]>> decidedOutcomes;
    private final Gatherer<String, byte[]> homesOfKept;
    private volatile boolean hasRun;

    /**
     * Shards that are not started yet.
     *
     * @param running told by the topology which shards run
     * @param outcomes of the outcomes topic, which the shards keep as they were published
     * @param admin stays the caller's
     * @param cluster where the questions to the shards are registered
     */
    public CommandShards(
            Topology topology,
            RunningShards running,
            Properties settings,
            Deserializer<CommandOutcome> outcomes,
            int shards,
            Admin admin,
            Cluster cluster) {
        DecidingTransactions transactions = new DecidingTransactions();
        this.streams = new KafkaStreams(topology, settings, new StreamsClients(transactions));
        this.outcomes = outcomes;
        this.shards = shards;
        this.spread = new StreamsPartitions(
                settings.getProperty(StreamsConfig.APPLICATION_ID_CONFIG),
                streams,
                Topics.COMMANDS,
                HostInfo.buildFromEndpoint(settings.getProperty(StreamsConfig.APPLICATION_SERVER_CONFIG)),
                admin,
                running::run,
                () -> {});
        this.outcomesOfKeys = cluster.register(OutcomesQuestion.committed(shards, spread, transactions));
        this.decidedOutcomes = cluster.register(OutcomesQuestion.decided(shards, spread));
        this.homesOfKept = cluster.register(new HomeQuestion(shards, spread));
        streams.setUncaughtExceptionHandler(CommandShards::uncaught);
        streams.setGlobalStateRestoreListener(restored);
    }

    /** A fault of the brokers or of the registry passes; whatever else stops a shard would stop it again. */
    private static StreamThreadExceptionResponse uncaught(Throwable fault) {
        if (BrokerFaults.isPassing(fault)) {
            LOG.warn("A shard starts anew after a fault that passes", fault);
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
    public Map<CommandId, CommandOutcome> find(Map<CommandId, Integer> exceptShards) {
        return find(exceptShards, outcomesOfKeys);
    }

    private Map<CommandId, CommandOutcome> find(
            Map<CommandId, Integer> exceptShards, Gatherer<Map<String, Integer>, Map<String, byte[]>> question) {
        Map<String, Integer> keys = new HashMap<>();
        exceptShards.forEach((key, except) -> keys.put(key.value(), except));
        List<Integer> asked = allShards()
                .filter(shard -> keys.values().stream().anyMatch(except -> !except.equals(shard)))
                .toList();
        Map<CommandId, CommandOutcome> found = new HashMap<>();
        ask(question, keys, asked)
                .forEach(answer -> answer.forEach((key, outcome) ->
                        found.put(new CommandId(key), outcomes.deserialize(Topics.OUTCOMES, outcome))));
        return found;
    }

    /**
     * Found by the outcome of the command that made it, where its key is the transaction's id; else among the
     * transactions that the shards keep because there is more to tell than the outcome does. Nobody is answered with it: a
     * command that is sent to the home is decided after what made the transaction, or refused if that was taken back.
     */
    @Override
    public Optional<AccountId> home(TransactionId id) {
        CommandId key = new CommandId(id.value());
        Optional<AccountId> made = Optional.ofNullable(
                        find(Map.of(key, NONE), decidedOutcomes).get(key))
                .filter(outcome -> outcome.result() instanceof TransactionResult
                        && TransactionHomes.isMadeBy(outcome.kind(), outcome.commandId(), id))
                .map(CommandOutcome::accountId);
        return made.isPresent()
                ? made
                : ask(homesOfKept, id.value(), allShards().toList()).stream()
                        .filter(home -> home.length > 0)
                        .findFirst()
                        .map(home -> new AccountId(new String(home, StandardCharsets.UTF_8)));
    }

    /**
     * Tells whether an instance has sent a command and not heard of it yet. Throws {@link ShardsUnavailableException} where
     * one cannot be asked. Made once.
     *
     * @param here whether this instance has
     */
    public Predicate<CommandId> underWay(Predicate<CommandId> here, Cluster cluster) {
        Gatherer<String, Boolean> question = cluster.register(new UnderWayQuestion(shards, spread, here));
        return key -> ask(question, key.value(), allShards().toList()).contains(true);
    }

    private Stream<Integer> allShards() {
        return IntStream.range(0, shards).boxed();
    }

    private static <Q, A> List<A> ask(Gatherer<Q, A> question, Q asked, List<Integer> shards) {
        try {
            return question.gather(asked, shards, LOOKING);
        } catch (NotHeldException e) {
            throw new ShardsUnavailableException("shards are not ready: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        // Its shards go to the other instances at once, instead of after a session.
        streams.close(CloseOptions.timeout(CLOSING).withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP));
    }
}

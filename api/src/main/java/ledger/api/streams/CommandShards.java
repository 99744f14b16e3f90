package ledger.api.streams;

import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
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
import ledger.topics.Topics;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.InvalidStateStorePartitionException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.state.QueryableStoreType;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The shards that this instance runs: the topology that decides commands, and what its stores remember. */
public final class CommandShards implements FirstOutcomes, TransactionHomes, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CommandShards.class);
    private static final QueryableStoreType<ReadOnlyKeyValueStore<String, byte[]>> OUTCOMES =
            QueryableStoreTypes.keyValueStore();
    private static final QueryableStoreType<ReadOnlyKeyValueStore<String, TransactionState>> TRANSACTIONS =
            QueryableStoreTypes.keyValueStore();
    private static final int NONE = -1;
    private static final Duration CLOSING = Duration.ofSeconds(10);

    private final KafkaStreams streams;
    private final Deserializer<CommandOutcome> outcomes;
    private final int shards;

    /**
     * Shards that are not started yet.
     *
     * @param outcomes of the outcomes topic, which the shards keep as they were published
     */
    public CommandShards(Topology topology, Properties settings, Deserializer<CommandOutcome> outcomes, int shards) {
        this.streams = new KafkaStreams(topology, settings);
        this.outcomes = outcomes;
        this.shards = shards;
        streams.setUncaughtExceptionHandler(CommandShards::uncaught);
    }

    /** A fault of the brokers passes; whatever else stops a shard would stop it again. */
    private static StreamThreadExceptionResponse uncaught(Throwable fault) {
        if (isPassing(fault)) {
            LOG.warn("A shard starts anew after a fault of the brokers", fault);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        LOG.error("The shards stop: what they would decide could not be relied on", fault);
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    private static boolean isPassing(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof RetriableException) {
                return true;
            }
        }
        return false;
    }

    /** Starts to decide. */
    public void start() {
        streams.start();
    }

    /** What it is doing. */
    public KafkaStreams.State state() {
        return streams.state();
    }

    /** For metrics. */
    public KafkaStreams streams() {
        return streams;
    }

    @Override
    public Optional<CommandOutcome> find(CommandId key, int exceptShard) {
        for (int shard = 0; shard < shards; shard++) {
            if (shard != exceptShard) {
                CommandOutcome outcome = inShard(key, shard);
                if (outcome != null) {
                    return Optional.of(outcome);
                }
            }
        }
        return Optional.empty();
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
        return made.isPresent() ? made : homeOfKept(id);
    }

    private Optional<AccountId> homeOfKept(TransactionId id) {
        for (int shard = 0; shard < shards; shard++) {
            TransactionState kept = get(CommandTopology.TRANSACTIONS_STORE, TRANSACTIONS, id.value(), shard);
            if (kept != null) {
                return Optional.of(kept.home());
            }
        }
        return Optional.empty();
    }

    private @Nullable CommandOutcome inShard(CommandId key, int shard) {
        byte @Nullable [] outcome = get(CommandTopology.OUTCOMES_STORE, OUTCOMES, key.value(), shard);
        return outcome == null ? null : outcomes.deserialize(Topics.OUTCOMES, outcome);
    }

    /** What a store of a shard has under a key; of a shard that another instance runs, nothing. */
    private <V> @Nullable V get(
            String store, QueryableStoreType<ReadOnlyKeyValueStore<String, V>> type, String key, int shard) {
        try {
            return streams.store(
                            StoreQueryParameters.fromNameAndType(store, type).withPartition(shard))
                    .get(key);
        } catch (InvalidStateStorePartitionException e) {
            // Whoever asks that instance is answered there.
            return null;
        } catch (InvalidStateStoreException e) {
            throw new ShardsUnavailableException("shard " + shard + " is not ready: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        streams.close(CLOSING);
    }
}

package ledger.projections.generations;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.IntSupplier;
import ledger.projections.FoldSnapshots;
import ledger.projections.GenerationStores;
import ledger.projections.PoisonPolicy;
import ledger.projections.Projection;
import ledger.projections.ProjectionStore;
import ledger.projections.ReadModelUnavailableException;
import ledger.projections.RefusedEventException;
import ledger.projections.RestoreProgress;
import ledger.projections.Snapshots;
import ledger.projections.cluster.Instance;
import ledger.projections.cluster.NotHeldException;
import ledger.projections.cluster.Reach;
import ledger.projections.cluster.StreamsPartitions;
import ledger.topics.BrokerFaults;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A generation as a {@link KafkaStreams} client. */
final class StreamsGeneration implements GenerationRuntime, GenerationStores {
    private static final Logger LOG = LoggerFactory.getLogger(StreamsGeneration.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

    private final String applicationId;
    private final KafkaStreams streams;
    private final Projection projection;
    private final IntSupplier partitions;
    private final GenerationPositions positions;
    private final StreamsPartitions spread;
    private final FoldSnapshots snapshots;
    private final PoisonPolicy poison;
    private final RestoreProgress restored = new RestoreProgress();
    private volatile boolean hasRun;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /**
     * @param snapshots those of its topology
     * @param poison that of its handlers
     */
    StreamsGeneration(
            String applicationId,
            Projection projection,
            KafkaStreams streams,
            IntSupplier partitions,
            GenerationPositions positions,
            StreamsCluster cluster,
            FoldSnapshots snapshots,
            PoisonPolicy poison) {
        this.applicationId = applicationId;
        this.projection = projection;
        this.streams = streams;
        this.partitions = partitions;
        this.positions = positions;
        this.spread = new StreamsPartitions(
                applicationId,
                streams,
                cluster.eventsTopic(),
                cluster.self(),
                cluster.admin(),
                positions::run,
                positions::look);
        this.snapshots = snapshots;
        this.poison = poison;
    }

    @Override
    public void start() {
        streams.setUncaughtExceptionHandler(this::uncaught);
        streams.setGlobalStateRestoreListener(restored);
        try {
            streams.start();
        } catch (RuntimeException e) {
            // What did not start has its state directory locked all the same.
            close();
            throw e;
        }
    }

    /** A fault of the brokers or of the registry passes, and the fold goes on from what is committed; any other would come again. */
    private StreamThreadExceptionResponse uncaught(Throwable error) {
        if (BrokerFaults.isPassing(error)) {
            LOG.warn("{} goes on with a new thread after a fault that passes", applicationId, error);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        failure.compareAndSet(null, error);
        LOG.error("{} has failed and stops", applicationId, error);
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    @Override
    public RestoreProgress.@Nullable Status restoring() {
        return restored.now();
    }

    @Override
    public GenerationRuntime.State state() {
        KafkaStreams.State now = streams.state();
        hasRun |= now == KafkaStreams.State.RUNNING;
        return switch (now) {
            case CREATED -> State.STARTING;
            // Later on, partitions come and go, and those that stay are folded meanwhile.
            case REBALANCING -> hasRun ? State.RUNNING : State.STARTING;
            case RUNNING -> State.RUNNING;
            case PENDING_ERROR, ERROR -> State.FAILED;
            case PENDING_SHUTDOWN, NOT_RUNNING -> State.CLOSED;
        };
    }

    @Override
    public @Nullable String failure() {
        if (state() != State.FAILED) {
            return null;
        }
        Throwable error = failure.get();
        if (error == null) {
            return "see the log of the process";
        }
        // Streams wraps what was thrown: the innermost cause says what is the matter.
        Throwable cause = error;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof RefusedEventException ? cause.getMessage() : cause.toString();
    }

    @Override
    public void follow(Instructions instructions) {
        poison.refuse(instructions.refusesPoison());
        snapshots.order(instructions.order());
        snapshots.hold(instructions.held());
    }

    @Override
    public Snapshots snapshots() {
        return snapshots;
    }

    @Override
    public GenerationStores stores() {
        return this;
    }

    @Override
    public void close() {
        // Leaving makes the group empty at once, so that it can be deleted, or joined again without waiting for a
        // session.
        boolean ended = streams.close(
                CloseOptions.timeout(CLOSE_TIMEOUT).withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP));
        if (!ended) {
            LOG.warn("{} has not ended within {}", applicationId, CLOSE_TIMEOUT);
        }
    }

    @Override
    public <K, V extends SpecificRecord> ReadOnlyKeyValueStore<K, V> store(ProjectionStore<K, V> store, int partition) {
        return store(store, partition, Reach.OWNED);
    }

    @Override
    public <K, V extends SpecificRecord> ReadOnlyKeyValueStore<K, V> store(
            ProjectionStore<K, V> store, int partition, Reach reach) {
        try {
            return spread.store(store.name(), partition, reach);
        } catch (NotHeldException e) {
            throw new ReadModelUnavailableException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public <K, V extends SpecificRecord, R> R read(
            ProjectionStore<K, V> store, int partition, Reach reach, Function<ReadOnlyKeyValueStore<K, V>, R> reading) {
        try {
            return spread.read(store.name(), partition, reach, reading);
        } catch (NotHeldException e) {
            throw new ReadModelUnavailableException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public boolean isReadable(int partition, Reach reach) {
        return projection.stores().stream().allMatch(store -> spread.isReadable(store.name(), partition, reach));
    }

    @Override
    public List<Instance> holders(int partition) {
        return spread.holders(partition);
    }

    @Override
    public long position(int partition) {
        return isReadable(partition, Reach.OWNED) ? positions.ofOwned(partition) : positions.ofCopy(partition);
    }

    @Override
    public int partitions() {
        return partitions.getAsInt();
    }
}

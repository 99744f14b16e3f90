package ledger.projections.generations;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import ledger.projections.GenerationStores;
import ledger.projections.ModelDigest;
import ledger.projections.ProjectionStore;
import ledger.projections.Snapshots;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** A generation whose state the test sets, and whose snapshots are those of {@link FakeCluster}. */
final class FakeRuntime implements GenerationRuntime, GenerationStores {
    final String application;
    private final FakeCluster cluster;
    private State state = State.STARTING;
    private @Nullable String failure;
    private boolean failsToClose;
    private final List<Snapshots.Snapshot> taken = new ArrayList<>();
    Instructions instructions = new Instructions(false, false, null);

    FakeRuntime(String application, FakeCluster cluster) {
        this.application = application;
        this.cluster = cluster;
    }

    void runs() {
        state = State.RUNNING;
    }

    void fails(String cause) {
        state = State.FAILED;
        failure = cause;
        cluster.leave(application, this);
    }

    void failsToClose() {
        failsToClose = true;
    }

    @Override
    public void start() {
        cluster.join(application, this);
    }

    @Override
    public State state() {
        return state;
    }

    @Override
    public @Nullable String failure() {
        return failure;
    }

    @Override
    public void follow(Instructions newInstructions) {
        instructions = newInstructions;
    }

    @Override
    public Snapshots snapshots() {
        return new Snapshots() {
            @Override
            public void order(@Nullable Order order) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void committed(Map<Integer, Long> offsets, long askedNanos) {
                // What is committed is known to the cluster.
            }

            @Override
            public List<Snapshot> taken() {
                return List.copyOf(taken);
            }
        };
    }

    /** The order that it has. */
    Snapshots.Order order() {
        return Objects.requireNonNull(instructions.order());
    }

    /** Answers the present order for one partition. */
    void takes(int partition, @Nullable Long position, @Nullable ModelDigest digest) {
        taken.removeIf(snapshot -> snapshot.partition() == partition);
        taken.add(new Snapshots.Snapshot(partition, order().attempt(), position, digest));
    }

    /** Answers the present order for all partitions: they are at that position, or where they shall be. */
    void takes(long position, ModelDigest digest) {
        for (int partition = 0; partition < FakeCluster.PARTITIONS; partition++) {
            Map<Integer, Long> positions = order().positions();
            takes(partition, positions == null ? Long.valueOf(position) : positions.get(partition), digest);
        }
    }

    @Override
    public GenerationStores stores() {
        return this;
    }

    @Override
    public void close() {
        if (failsToClose) {
            throw new IllegalStateException("cannot be closed");
        }
        state = State.CLOSED;
        cluster.leave(application, this);
    }

    @Override
    public <K, V extends SpecificRecord> ReadOnlyKeyValueStore<K, V> store(ProjectionStore<K, V> store, int partition) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int partitions() {
        throw new UnsupportedOperationException();
    }
}

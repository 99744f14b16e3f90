package ledger.projections.generations;

import java.util.List;
import ledger.projections.GenerationStores;
import ledger.projections.ProjectionStore;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** A generation whose state the test sets. */
final class FakeRuntime implements GenerationRuntime, GenerationStores {
    final String application;
    private final FakeCluster cluster;
    private State state = State.STARTING;
    private @Nullable String failure;

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
    public GenerationStores stores() {
        return this;
    }

    @Override
    public void close() {
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

    @Override
    public List<Integer> localPartitions() {
        throw new UnsupportedOperationException();
    }
}

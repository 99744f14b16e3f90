package ledger.projections;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import ledger.language.AccountEvent;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Folds the events of one partition, and tells those who wait, look how far it is, or compare. */
final class FoldingProcessor implements Processor<String, AccountEvent, Void, Void> {
    private final Projection projection;
    private final ReadBarrier barrier;
    private final FoldedPositions positions;
    private final FoldSnapshots snapshots;
    private final VersionGate gate;
    private @Nullable Task task;

    /** What there is from the start to the end of a task. */
    private record Task(
            ProcessorContext<Void, Void> context,
            EventFolder folder,
            AtomicLong position,
            PartitionSnapshot snapshot,
            CommitTicks ticks) {}

    FoldingProcessor(
            Projection projection,
            ReadBarrier barrier,
            FoldedPositions positions,
            FoldSnapshots snapshots,
            GapListener gaps) {
        this.projection = projection;
        this.barrier = barrier;
        this.positions = positions;
        this.snapshots = snapshots;
        this.gate = new VersionGate(projection.name(), gaps);
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        // Now, for a digest may begin in another thread, to which the context gives nothing.
        Map<String, KeyValueStore<?, ?>> byName = new HashMap<>();
        projection.stores().forEach(store -> byName.put(store.name(), context.getStateStore(store.name())));
        FoldContext stores = new FoldContext() {
            // Each store has the types of what declares it.
            @Override
            @SuppressWarnings("unchecked")
            public <K, V extends SpecificRecord> KeyValueStore<K, V> store(ProjectionStore<K, V> store) {
                return (KeyValueStore<K, V>) requireNonNull(byName.get(store.name()));
            }

            @Override
            public VersionGate gate() {
                return gate;
            }
        };
        int partition = context.taskId().partition();
        PartitionSnapshot snapshot = snapshots.open(partition, projection, stores);
        task = new Task(
                context, projection.folder(stores), positions.begin(partition), snapshot, new CommitTicks(context));
    }

    @Override
    public void process(Record<String, AccountEvent> message) {
        AccountEvent event = message.value();
        if (event == null) {
            // Events are never deleted: as wrong as one that cannot be decoded, and handled like it.
            throw new PoisonEventException("a record without an event, key " + message.key());
        }
        Task now = requireNonNull(task, "an event before init");
        long offset = now.context().recordMetadata().orElseThrow().offset();
        now.snapshot().fold(offset, () -> now.folder().fold(event));
        now.ticks().folded();
        FoldedPositions.folded(now.position(), offset);
        barrier.advanced(event.accountId(), event.version());
    }

    @Override
    public void close() {
        Task ended = task;
        if (ended != null) {
            task = null;
            positions.end(ended.snapshot().partition(), ended.position());
            ended.snapshot().close();
            ended.ticks().stop();
        }
    }
}

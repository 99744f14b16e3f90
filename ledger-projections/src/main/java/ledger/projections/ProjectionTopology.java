package ledger.projections;

import java.time.Duration;
import java.util.Objects;
import ledger.language.AccountEvent;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Makes the topology of a projection: account events from the first one on, folded by one processor into the
 * projection's stores. Every node and store has a name that we chose.
 */
public final class ProjectionTopology {
    /** How often to look whether a snapshot can be taken while no events come. */
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final String eventsTopic;
    private final Serde<AccountEvent> events;
    private final GapListener gaps;

    /**
     * @param eventsTopic where the account events are, keyed by account id
     * @param events reads them; throws on what is no event
     */
    public ProjectionTopology(String eventsTopic, Serde<AccountEvent> events, GapListener gaps) {
        this.eventsTopic = eventsTopic;
        this.events = events;
        this.gaps = gaps;
    }

    /** The topology of a projection, to be run where it is not compared with another generation. */
    public Topology of(Projection projection, ReadBarrier barrier) {
        return of(projection, barrier, new FoldSnapshots(Runnable::run, _ -> {}));
    }

    /**
     * The topology of a projection, to be run as one generation of it.
     *
     * @param barrier is told of every event after it was folded
     * @param snapshots takes digests between two events
     */
    public Topology of(Projection projection, ReadBarrier barrier, FoldSnapshots snapshots) {
        String source = projection.name() + "-events";
        String fold = projection.name() + "-fold";
        Topology topology = new Topology();
        topology.addSource(
                AutoOffsetReset.earliest(), source, Serdes.String().deserializer(), events.deserializer(), eventsTopic);
        topology.addProcessor(fold, () -> new FoldingProcessor(projection, barrier, gaps, snapshots), source);
        for (ProjectionStore<?, ?> store : projection.stores()) {
            topology.addStateStore(store.builder(), fold);
        }
        return topology;
    }

    private static final class FoldingProcessor implements Processor<String, AccountEvent, Void, Void> {
        private final Projection projection;
        private final ReadBarrier barrier;
        private final VersionGate gate;
        private final FoldSnapshots snapshots;
        private @Nullable ProcessorContext<Void, Void> task;
        private @Nullable PartitionSnapshot snapshot;
        private @Nullable Cancellable looks;
        private EventFolder folder = event -> {
            throw new IllegalStateException("an event before init");
        };

        FoldingProcessor(Projection projection, ReadBarrier barrier, GapListener gaps, FoldSnapshots snapshots) {
            this.projection = projection;
            this.barrier = barrier;
            this.gate = new VersionGate(projection.name(), gaps);
            this.snapshots = snapshots;
        }

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            FoldContext stores = new FoldContext() {
                @Override
                public <K, V extends SpecificRecord> KeyValueStore<K, V> store(ProjectionStore<K, V> store) {
                    return context.getStateStore(store.name());
                }

                @Override
                public VersionGate gate() {
                    return gate;
                }
            };
            folder = projection.folder(stores);
            PartitionSnapshot opened = snapshots.open(context.taskId().partition(), projection, stores);
            task = context;
            snapshot = opened;
            looks = context.schedule(LOOK_EVERY, PunctuationType.WALL_CLOCK_TIME, _ -> opened.idle());
        }

        @Override
        public void process(Record<String, AccountEvent> message) {
            AccountEvent event = message.value();
            if (event == null) {
                // Events are never deleted: as wrong as one that cannot be decoded, and handled like it.
                throw new PoisonEventException("a record without an event, key " + message.key());
            }
            long offset =
                    Objects.requireNonNull(task).recordMetadata().orElseThrow().offset();
            PartitionSnapshot here = Objects.requireNonNull(snapshot);
            here.before(offset);
            folder.fold(event);
            here.after(offset);
            barrier.advanced(event.accountId(), event.version());
        }

        @Override
        public void close() {
            PartitionSnapshot opened = snapshot;
            if (opened != null) {
                opened.close();
                snapshot = null;
            }
            Cancellable scheduled = looks;
            if (scheduled != null) {
                scheduled.cancel();
                looks = null;
            }
        }
    }
}

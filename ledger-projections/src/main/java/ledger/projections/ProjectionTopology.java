package ledger.projections;

import java.util.concurrent.atomic.AtomicLong;
import ledger.language.AccountEvent;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
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

    /**
     * The topology of a projection, to be run as one generation of it.
     *
     * @param barrier is told of every event after it was folded
     */
    public Topology of(Projection projection, ReadBarrier barrier) {
        return of(projection, barrier, new FoldedPositions());
    }

    /**
     * As {@link #of(Projection, ReadBarrier)}.
     *
     * @param positions is told how far each partition is
     */
    public Topology of(Projection projection, ReadBarrier barrier, FoldedPositions positions) {
        String source = projection.name() + "-events";
        String fold = projection.name() + "-fold";
        Topology topology = new Topology();
        topology.addSource(
                AutoOffsetReset.earliest(), source, Serdes.String().deserializer(), events.deserializer(), eventsTopic);
        topology.addProcessor(fold, () -> new FoldingProcessor(projection, barrier, positions, gaps), source);
        for (ProjectionStore<?, ?> store : projection.stores()) {
            topology.addStateStore(store.builder(), fold);
        }
        return topology;
    }

    private static final class FoldingProcessor implements Processor<String, AccountEvent, Void, Void> {
        private final Projection projection;
        private final ReadBarrier barrier;
        private final FoldedPositions positions;
        private final VersionGate gate;
        private AtomicLong position = new AtomicLong();
        private @Nullable ProcessorContext<Void, Void> context;
        private EventFolder folder = event -> {
            throw new IllegalStateException("an event before init");
        };

        FoldingProcessor(Projection projection, ReadBarrier barrier, FoldedPositions positions, GapListener gaps) {
            this.projection = projection;
            this.barrier = barrier;
            this.positions = positions;
            this.gate = new VersionGate(projection.name(), gaps);
        }

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            this.context = context;
            position = positions.begin(context.taskId().partition());
            folder = projection.folder(new FoldContext() {
                @Override
                public <K, V extends SpecificRecord> KeyValueStore<K, V> store(ProjectionStore<K, V> store) {
                    return context.getStateStore(store.name());
                }

                @Override
                public VersionGate gate() {
                    return gate;
                }
            });
        }

        @Override
        public void process(Record<String, AccountEvent> message) {
            AccountEvent event = message.value();
            if (event == null) {
                // Events are never deleted: as wrong as one that cannot be decoded, and handled like it.
                throw new PoisonEventException("a record without an event, key " + message.key());
            }
            folder.fold(event);
            if (context != null) {
                context.recordMetadata().ifPresent(record -> FoldedPositions.folded(position, record.offset()));
            }
            barrier.advanced(event.accountId(), event.version());
        }

        @Override
        public void close() {
            FoldedPositions.end(position);
        }
    }
}

package ledger.projections;

import ledger.language.AccountEvent;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;

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

    /** The topology of a projection, to be run where nobody asks how far it is and it is compared with no other. */
    public Topology of(Projection projection, ReadBarrier barrier) {
        return of(projection, barrier, new FoldedPositions(), new FoldSnapshots(Runnable::run, _ -> {}));
    }

    /**
     * The topology of a projection, to be run as one generation of it.
     *
     * @param barrier is told of every event after it was folded
     * @param positions is told how far each partition is
     * @param snapshots takes digests between two events
     */
    public Topology of(Projection projection, ReadBarrier barrier, FoldedPositions positions, FoldSnapshots snapshots) {
        String source = projection.name() + "-events";
        String fold = projection.name() + "-fold";
        Topology topology = new Topology();
        topology.addSource(
                AutoOffsetReset.earliest(), source, Serdes.String().deserializer(), events.deserializer(), eventsTopic);
        topology.addProcessor(
                fold, () -> new FoldingProcessor(projection, barrier, positions, snapshots, gaps), source);
        for (ProjectionStore<?, ?> store : projection.stores()) {
            topology.addStateStore(store.builder(), fold);
        }
        return topology;
    }
}

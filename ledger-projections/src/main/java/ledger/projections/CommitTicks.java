package ledger.projections;

import java.time.Duration;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * Has Streams commit how far a partition is read although no event was folded: behind the last event stands the marker of its
 * transaction, and a partition may have no events at all. Streams commits after every tick. So ticks come often only for a
 * while after the last event; else a ledger in which nothing happens would write a transaction at each, for each read model.
 */
final class CommitTicks {
    private static final Duration OFTEN = Duration.ofMillis(100);
    private static final int OFTEN_UNTIL = 20;

    /** For what comes to the log without an event: the end of a transaction that was aborted. */
    private static final Duration SELDOM = Duration.ofSeconds(30);

    private final ProcessorContext<?, ?> context;
    private Cancellable ticks;
    private int sinceEvent;

    /** Begins to tick. */
    CommitTicks(ProcessorContext<?, ?> context) {
        this.context = context;
        this.ticks = every(OFTEN);
    }

    /** An event was folded. */
    void folded() {
        if (sinceEvent >= OFTEN_UNTIL) {
            ticks.cancel();
            ticks = every(OFTEN);
        }
        sinceEvent = 0;
    }

    private void tick() {
        sinceEvent++;
        if (sinceEvent == OFTEN_UNTIL) {
            ticks.cancel();
            ticks = every(SELDOM);
        }
    }

    private Cancellable every(Duration interval) {
        return context.schedule(interval, PunctuationType.WALL_CLOCK_TIME, _ -> tick());
    }

    void stop() {
        ticks.cancel();
    }
}

package ledger.commands.topology;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.jspecify.annotations.Nullable;

/**
 * Wakes a shard when a hold expires. It does not tick in between: Streams commits a transaction after every tick, whether
 * anything was done in it or not, and a ledger in which nothing happens would write to its log for ever.
 */
final class ExpiryClock {
    /** So long at the most does a hold outlive its time, and so often is one looked at again that was busy. */
    private static final Duration SOONEST = Duration.ofMillis(500);

    private final ProcessorContext<?, ?> context;
    private @Nullable Consumer<Instant> shard;
    private Instant next = Instant.MAX;
    private @Nullable Cancellable wake;

    ExpiryClock(ProcessorContext<?, ?> context) {
        this.context = context;
    }

    /**
     * Wakes the shard for the first time, soon, for what it remembers from before.
     *
     * @param shard is given the time
     */
    void start(Consumer<Instant> shard) {
        this.shard = shard;
        wakeAt(Instant.EPOCH);
    }

    /** Wakes the shard at that time, or before, or soon where it has passed. */
    void wakeAt(Instant time) {
        if (!time.isBefore(next)) {
            return;
        }
        stop();
        next = time;
        Duration until = Duration.between(Instant.ofEpochMilli(context.currentSystemTimeMs()), time);
        wake = context.schedule(
                until.compareTo(SOONEST) > 0 ? until : SOONEST, PunctuationType.WALL_CLOCK_TIME, this::wakened);
    }

    private void wakened(long now) {
        stop();
        requireNonNull(shard).accept(Instant.ofEpochMilli(now));
    }

    private void stop() {
        if (wake != null) {
            wake.cancel();
            wake = null;
        }
        next = Instant.MAX;
    }
}

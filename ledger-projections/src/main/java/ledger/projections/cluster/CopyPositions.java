package ledger.projections.cluster;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far the copies are that this process has of the stores of a Streams application. That is measured at the brokers, by one
 * reader for all that ask meanwhile, and is known for a moment, whether it could be measured or not. Thread-safe.
 */
final class CopyPositions {
    private static final Logger LOG = LoggerFactory.getLogger(CopyPositions.class);

    /** So old may be what is known when it is asked for. */
    private static final Duration FRESH = Duration.ofMillis(250);

    /** So long is a measurement waited for, by all who wait for it. Streams waits for the brokers much longer. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Behind the last record of a transaction stands its marker, which is never restored. */
    private static final int MARKER = 1;

    private final Supplier<Map<StorePartition, Long>> positions;
    private final Ends ends;
    private final IntFunction<@Nullable Object> runs;
    private final Runnable beforeMeasuring;
    private @Nullable Measurement last;

    /** Where what is copied ends. */
    @FunctionalInterface
    interface Ends {
        /** For each part the offset behind the last record that is committed. */
        Map<StorePartition, Long> of(Set<StorePartition> parts)
                throws ExecutionException, TimeoutException, InterruptedException;
    }

    /**
     * @param positions the offset behind the last record that is in each part of a store here
     * @param runs a token of the present run of a partition's processors
     * @param beforeMeasuring called before it is found out how far copies are
     */
    CopyPositions(
            Supplier<Map<StorePartition, Long>> positions,
            Ends ends,
            IntFunction<@Nullable Object> runs,
            Runnable beforeMeasuring) {
        this.positions = positions;
        this.ends = ends;
        this.runs = runs;
        this.beforeMeasuring = beforeMeasuring;
    }

    /**
     * What was found.
     *
     * @param nanoTime before the ends were asked for; where it could not be measured, when that was seen
     * @param known whether it could be measured
     */
    private record Measured(
            long nanoTime,
            boolean known,
            Map<Integer, Object> runs,
            Map<StorePartition, Long> positions,
            Map<StorePartition, Long> ends) {
        static Measured failed() {
            return new Measured(System.nanoTime(), false, Map.of(), Map.of(), Map.of());
        }
    }

    private record Measurement(long begun, CompletableFuture<Measured> result) {}

    /** Whether a copy here has all that was committed when it was asked for, or a moment before. */
    boolean haveCaughtUp(String store, int partition) {
        Measured now = measured(partition, System.nanoTime());
        if (now == null) {
            return false;
        }
        StorePartition part = new StorePartition(store, partition);
        Long position = now.positions().get(part);
        Long end = now.ends().get(part);
        return position != null && end != null && position >= end - MARKER;
    }

    /** Null where it takes too long. */
    private @Nullable Measured measured(int partition, long asked) {
        while (true) {
            Measurement measurement = measurement(partition, asked);
            long patience = measurement.begun() + PATIENCE.toNanos() - System.nanoTime();
            try {
                Measured found = measurement.result().get(patience, TimeUnit.NANOSECONDS);
                if (answers(found, partition, asked)) {
                    return found;
                }
            } catch (TimeoutException e) {
                return null;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** The one under way, or the last one if it answers, or another. */
    private synchronized Measurement measurement(int partition, long asked) {
        Measurement known = last;
        if (known == null || isOver(known.result(), partition, asked)) {
            last = known = new Measurement(
                    System.nanoTime(), CompletableFuture.supplyAsync(this::measure, Thread::startVirtualThread));
        }
        return known;
    }

    private boolean isOver(CompletableFuture<Measured> result, int partition, long asked) {
        return switch (result.state()) {
            case RUNNING -> false;
            case SUCCESS -> !answers(result.resultNow(), partition, asked);
            case FAILED, CANCELLED -> true;
        };
    }

    /** What was measured while a partition ran, when it was at its end, says nothing of it afterwards. */
    private boolean answers(Measured found, int partition, long asked) {
        return asked - found.nanoTime() <= FRESH.toNanos()
                && (!found.known() || Objects.equals(found.runs().get(partition), runs.apply(partition)));
    }

    /** Ends first: a copy that is found to be there later has all that was committed then. */
    private Measured measure() {
        try {
            beforeMeasuring.run();
            long time = System.nanoTime();
            Set<StorePartition> local = positions.get().keySet();
            Map<StorePartition, Long> committed = ends.of(local);
            Map<Integer, Object> running = running(local);
            return new Measured(time, true, running, positions.get(), committed);
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            LOG.debug("It cannot be found out how far copies are", e);
            return Measured.failed();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Measured.failed();
        }
    }

    private Map<Integer, Object> running(Set<StorePartition> parts) {
        Map<Integer, Object> running = new HashMap<>();
        for (StorePartition part : parts) {
            Object run = runs.apply(part.partition());
            if (run != null) {
                running.put(part.partition(), run);
            }
        }
        return running;
    }
}

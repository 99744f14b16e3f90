package ledger.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import ledger.benchmarks.Figure.Latency;
import ledger.benchmarks.HttpConnection.Request;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Sends requests over some connections for some time. <em>Closed</em>: each connection sends its next request when the last
 * is answered, which finds out how many fit in a second. <em>Open</em>: requests are due at a steady rate whatever becomes of
 * those before, and a latency counts from when its request was due, so that a stall is felt by all that it kept waiting
 * (coordinated omission: Gil Tene, How NOT to Measure Latency, 2013).
 *
 * @param connections how many
 * @param warmUp during which nothing counts
 * @param measured how long it counts
 */
record Load(int connections, Duration warmUp, Duration measured) {
    private static final double NANOS = 1e9;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(2);
    private static final int DIGITS = 3;

    /** Makes requests. */
    interface Requests {
        /**
         * The next request.
         *
         * @param number in this load, from 0
         */
        Request next(long number);

        /**
         * Looks at an answer, which was 2xx.
         *
         * @throws IllegalStateException if it is not what was asked for
         */
        default void answered(String body) {}
    }

    /** When the next request is due, in {@link System#nanoTime}. */
    private interface Clock {
        long due(long number);
    }

    /** What came of it. */
    record Result(double unitsPerSecond, Latency latency) {}

    /** As many as fit. */
    Result closed(URI api, Requests requests) throws IOException, InterruptedException {
        return run(api, requests, _ -> System.nanoTime());
    }

    /** So many requests a second. */
    Result open(URI api, double perSecond, Requests requests) throws IOException, InterruptedException {
        long start = System.nanoTime();
        return run(api, requests, number -> start + (long) (number / perSecond * NANOS));
    }

    private Result run(URI api, Requests requests, Clock clock) throws IOException, InterruptedException {
        Tally tally = new Tally(System.nanoTime() + warmUp.toNanos(), measured);
        AtomicLong numbers = new AtomicLong();
        List<HttpConnection> open = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                HttpConnection connection = new HttpConnection(api);
                open.add(connection);
                running.add(threads.submit(() -> send(connection, requests, clock, numbers, tally)));
            }
            for (Future<?> each : running) {
                finish(each);
            }
        } finally {
            for (HttpConnection connection : open) {
                connection.close();
            }
        }
        return tally.result();
    }

    /** One request after the other, until the time is over. */
    private static Void send(HttpConnection connection, Requests requests, Clock clock, AtomicLong numbers, Tally tally)
            throws IOException {
        while (true) {
            long number = numbers.getAndIncrement();
            Request request = requests.next(number);
            long due = clock.due(number);
            if (due >= tally.to) {
                return null;
            }
            await(due);
            requests.answered(connection.send(request));
            tally.answered(request, due, System.nanoTime());
        }
    }

    /** What counts of a load: from a time on, to another. */
    private static final class Tally {
        private final long from;
        private final long to;
        private final LongAdder units = new LongAdder();
        private final Histogram latencies = new ConcurrentHistogram(LONGEST_NANOS, DIGITS);

        Tally(long from, Duration measured) {
            this.from = from;
            this.to = from + measured.toNanos();
        }

        /** Units by when they were answered, latencies by when they were due: a late answer is not left out. */
        void answered(Request request, long due, long now) {
            if (now >= from && now < to) {
                units.add(request.units());
            }
            if (due >= from) {
                latencies.recordValue(now - due);
            }
        }

        Result result() {
            return new Result(units.sum() / ((to - from) / NANOS), percentiles(latencies));
        }
    }

    /** Waits until a request is due. */
    private static void await(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static void finish(Future<?> running) throws InterruptedException {
        try {
            running.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a request failed: " + e.getCause(), e.getCause());
        }
    }

    private static Latency percentiles(Histogram nanos) {
        return new Latency(
                nanos.getValueAtPercentile(50) / NANOS_PER_MILLI,
                nanos.getValueAtPercentile(99) / NANOS_PER_MILLI,
                nanos.getValueAtPercentile(99.9) / NANOS_PER_MILLI);
    }
}

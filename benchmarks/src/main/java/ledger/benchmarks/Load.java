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
        long from = System.nanoTime() + warmUp.toNanos();
        long to = from + measured.toNanos();
        AtomicLong numbers = new AtomicLong();
        LongAdder units = new LongAdder();
        Histogram latencies = new ConcurrentHistogram(LONGEST_NANOS, DIGITS);
        List<HttpConnection> open = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                HttpConnection connection = new HttpConnection(api);
                open.add(connection);
                running.add(threads.submit(() -> {
                    while (true) {
                        long number = numbers.getAndIncrement();
                        Request request = requests.next(number);
                        long due = clock.due(number);
                        if (due >= to) {
                            return null;
                        }
                        await(due);
                        requests.answered(connection.send(request));
                        long now = System.nanoTime();
                        if (now >= from && now < to) {
                            units.add(request.units());
                        }
                        if (due >= from) {
                            latencies.recordValue(now - due);
                        }
                    }
                }));
            }
            for (Future<?> each : running) {
                finish(each);
            }
        } finally {
            for (HttpConnection connection : open) {
                connection.close();
            }
        }
        return new Result(units.sum() / (measured.toNanos() / NANOS), percentiles(latencies));
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

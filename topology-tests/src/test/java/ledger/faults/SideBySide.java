package ledger.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Does something for many, some of them at a time. */
final class SideBySide {
    private static final int THREADS = 8;

    private SideBySide() {}

    interface Doing<T> {
        void accept(T each) throws InterruptedException;
    }

    /** @throws AssertionError if it fails for one, or is not done in time */
    static <T> void each(Collection<T> all, Duration within, Doing<T> doing) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (T one : all) {
                running.add(threads.submit(() -> {
                    doing.accept(one);
                    return null;
                }));
            }
            long deadline = System.nanoTime() + within.toNanos();
            for (Future<?> each : running) {
                each.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        } finally {
            threads.shutdownNow();
        }
    }
}

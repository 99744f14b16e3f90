package ledger.projections;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Lets the threads that fold wait before their next event, for a few seconds at most: their transactions must not time
 * out. Kafka Streams' own pause would not do: in 4.3 a client that has a standby task alone fails when it is resumed.
 * Thread-safe.
 */
final class FoldHold {
    static final Duration AT_MOST = Duration.ofSeconds(3);

    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition released = lock.newCondition();

    /** Read without the lock before every event. */
    private volatile boolean held;
    /** Guarded by the lock. */
    private long endNanos;

    FoldHold(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Begins or ends to hold; the same may be said again, and does not make a hold longer. */
    void set(boolean newHeld) {
        lock.lock();
        try {
            if (newHeld && !held) {
                endNanos = nanoTime.getAsLong() + AT_MOST.toNanos();
            }
            held = newHeld;
            released.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Returns when nothing is held, or was held long enough, or the thread is interrupted, which it then still is. */
    void await() {
        if (!held) {
            return;
        }
        lock.lock();
        try {
            long left = endNanos - nanoTime.getAsLong();
            while (held && left > 0) {
                released.await(left, TimeUnit.NANOSECONDS);
                left = endNanos - nanoTime.getAsLong();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}

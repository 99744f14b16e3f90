package ledger.api.streams;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import ledger.projections.cluster.NotHeldException;

/**
 * The transactions in which the shards of this process decide. The stores of a shard show what it has decided before that is
 * committed, and a crash may take it back: who answers from them waits for the transactions that may have written it.
 * Thread-safe.
 */
final class DecidingTransactions {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    /** By who makes them. Guarded by the lock, like all below. */
    private final Map<Object, Transaction> open = new HashMap<>();

    /** How many transactions were not, or not surely, committed. */
    private long takenBack;

    /** Equal to itself alone. */
    private static final class Transaction {}

    /** Before a transaction writes. */
    void begins(Object producer) {
        lock.lock();
        try {
            open.put(producer, new Transaction());
        } finally {
            lock.unlock();
        }
    }

    /** After it is committed. */
    void committed(Object producer) {
        end(producer, false);
    }

    /** It is aborted, or nobody knows; says nothing where none is open. */
    void takenBack(Object producer) {
        end(producer, true);
    }

    private void end(Object producer, boolean isTakenBack) {
        lock.lock();
        try {
            if (open.remove(producer) != null) {
                takenBack += isTakenBack ? 1 : 0;
                ended.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * What is seen in the stores, once all of it is committed.
     *
     * @param look is called again where what it saw may have been taken back
     * @param isNothing whether nothing was found, for which nothing has to be awaited
     * @throws NotHeldException if that was not so in time
     */
    <T> T committed(Supplier<T> look, Predicate<T> isNothing, Duration wait) {
        long end = System.nanoTime() + wait.toNanos();
        do {
            long before = howManyTakenBack();
            T seen = look.get();
            if (isNothing.test(seen) || (awaitEndOfOpen(end) && howManyTakenBack() == before)) {
                return seen;
            }
        } while (end - System.nanoTime() > 0);
        throw new NotHeldException("what is decided is not committed yet");
    }

    private long howManyTakenBack() {
        lock.lock();
        try {
            return takenBack;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for those that are open now, not for any that follow them. */
    private boolean awaitEndOfOpen(long end) {
        lock.lock();
        try {
            List<Transaction> awaited = new ArrayList<>(open.values());
            while (!Collections.disjoint(awaited, open.values())) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                ended.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotHeldException("interrupted while a commit is awaited", e);
        } finally {
            lock.unlock();
        }
    }
}

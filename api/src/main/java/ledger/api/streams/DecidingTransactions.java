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
import ledger.api.commands.ShardsUnavailableException;

/**
 * The transactions in which the shards of this process decide. The stores of a shard show what it has decided before that is
 * committed, and a crash may take it back: who answers from them waits for the transactions that may have written it.
 * Thread-safe.
 */
final class DecidingTransactions {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    /** By the thread that makes them: one at a time. Guarded by the lock, like all below. */
    private final Map<Thread, Transaction> open = new HashMap<>();

    /** How many have ended without being, or without its being known that they are, committed. */
    private long takenBack;

    /** Equal to itself alone. */
    private static final class Transaction {
        private boolean isTakenBack;
    }

    /** Before the thread's transaction writes. */
    void begins(Thread thread) {
        lock.lock();
        try {
            open.put(thread, new Transaction());
        } finally {
            lock.unlock();
        }
    }

    /** The thread's transaction is committed. */
    void committed(Thread thread) {
        lock.lock();
        try {
            open.remove(thread);
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The thread's transaction is aborted, or nobody knows. It ends later: the stores still have what it wrote. */
    void takenBack(Thread thread) {
        lock.lock();
        try {
            Transaction transaction = open.get(thread);
            if (transaction != null) {
                transaction.isTakenBack = true;
            }
        } finally {
            lock.unlock();
        }
    }

    /** The thread asks for more to decide: before that, it has closed all stores with anything that was taken back. */
    void goesOn(Thread thread) {
        lock.lock();
        try {
            Transaction transaction = open.get(thread);
            if (transaction != null && transaction.isTakenBack) {
                endTakenBack(thread);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The thread makes no more transactions, and has closed its stores. */
    void ends(Thread thread) {
        lock.lock();
        try {
            if (open.containsKey(thread)) {
                endTakenBack(thread);
            }
        } finally {
            lock.unlock();
        }
    }

    private void endTakenBack(Thread thread) {
        open.remove(thread);
        takenBack++;
        ended.signalAll();
    }

    /**
     * What is seen in the stores, once all of it is committed.
     *
     * @param look is called again where what it saw may have been taken back
     * @param isNothing whether nothing was found, for which nothing has to be awaited
     * @throws ShardsUnavailableException if that was not so in time
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
        throw new ShardsUnavailableException("what is decided is not committed yet");
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
            throw new ShardsUnavailableException("interrupted while a commit is awaited", e);
        } finally {
            lock.unlock();
        }
    }
}

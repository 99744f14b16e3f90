package ledger.api.streams;

import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import ledger.api.commands.ShardsUnavailableException;

/**
 * The transactions in which the shards of this process decide. The stores of a shard show what it has decided before that is
 * committed, and a crash may take it back: who answers from them waits for the transactions that may have written it.
 * Thread-safe.
 */
final class DecidingTransactions {
    /** By the thread that began it, which has one at most. Guarded by this, like all below. */
    private final Map<Thread, Transaction> open = new HashMap<>();

    /** How often one has ended without being, or without its being known that it is, committed. */
    private long takenBack;

    /** Equal to itself alone. */
    private static final class Transaction {
        private boolean isTakenBack;
    }

    /** Before the thread's transaction writes. The one before has ended. */
    synchronized void begins(Thread thread) {
        open.put(thread, new Transaction());
    }

    /** The thread's transaction is committed. */
    synchronized void committed(Thread thread) {
        open.remove(thread);
        notifyAll();
    }

    /**
     * What the thread has not committed is aborted or must be, or nobody knows. It ends later: the stores still have what it wrote.
     */
    synchronized void takenBack(Thread thread) {
        Transaction transaction = open.get(thread);
        if (transaction != null) {
            transaction.isTakenBack = true;
        }
    }

    /** Whether the thread has begun a transaction that has not ended. */
    synchronized boolean hasOpen(Thread thread) {
        return open.containsKey(thread);
    }

    /** Whether it was taken back, so that stores of the thread show what will never be committed. */
    synchronized boolean hasTakenBack(Thread thread) {
        Transaction transaction = open.get(thread);
        return transaction != null && transaction.isTakenBack;
    }

    /** The thread has closed its stores, and makes no more transactions until it has others. */
    synchronized void ends(Thread thread) {
        if (open.remove(thread) != null) {
            takenBack++; // or committed, which nobody knows
            notifyAll();
        }
    }

    /**
     * What is seen in the stores, once all of it is committed.
     *
     * @param look is called again where what it saw may have been taken back
     * @param isNothing whether nothing was found, for which no commit has to be awaited
     * @throws ShardsUnavailableException if that was not so in time
     */
    <T> T committed(Supplier<T> look, Predicate<T> isNothing, Duration wait) {
        long end = System.nanoTime() + wait.toNanos();
        do {
            long before = howOftenTakenBack();
            T seen = look.get();
            if ((isNothing.test(seen) || awaitEndOfOpen(end)) && howOftenTakenBack() == before) {
                return seen;
            }
        } while (end - System.nanoTime() > 0);
        throw new ShardsUnavailableException("what is decided is not committed yet");
    }

    private synchronized long howOftenTakenBack() {
        return takenBack;
    }

    /** Waits for those that are open now, not for any that follow them. */
    private synchronized boolean awaitEndOfOpen(long end) {
        Set<Transaction> awaited = Set.copyOf(open.values());
        try {
            while (!Collections.disjoint(awaited, open.values())) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ShardsUnavailableException("interrupted while a commit is awaited", e);
        }
    }
}

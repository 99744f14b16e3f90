package ledger.api.streams;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    /** By the thread that makes them: one at a time. Guarded by this, like all below. */
    private final Map<Thread, Transaction> open = new HashMap<>();

    /** How many have ended without being, or without its being known that they are, committed. */
    private long takenBack;

    /** Equal to itself alone. */
    private static final class Transaction {
        private boolean isTakenBack;
    }

    /**
     * Before the thread's transaction writes. One that was taken back is still open then: Streams writes what the caches hold
     * of one shard, and so begins another transaction, when it closes it after another's abort.
     */
    synchronized void begins(Thread thread) {
        open.putIfAbsent(thread, new Transaction());
    }

    /** The thread's transaction is committed. */
    synchronized void committed(Thread thread) {
        end(thread, isTakenBack(thread));
    }

    /** The thread's transaction is aborted, or nobody knows. It ends later: the stores still have what it wrote. */
    synchronized void takenBack(Thread thread) {
        Transaction transaction = open.get(thread);
        if (transaction != null) {
            transaction.isTakenBack = true;
        }
    }

    /** The thread asks for more to decide: before that, it has closed all stores with anything that was taken back. */
    synchronized void goesOn(Thread thread) {
        if (isTakenBack(thread)) {
            end(thread, true);
        }
    }

    /** The thread makes no more transactions, and has closed its stores. */
    synchronized void ends(Thread thread) {
        end(thread, true);
    }

    private boolean isTakenBack(Thread thread) {
        Transaction transaction = open.get(thread);
        return transaction != null && transaction.isTakenBack;
    }

    private void end(Thread thread, boolean isTakenBack) {
        if (open.remove(thread) != null) {
            takenBack += isTakenBack ? 1 : 0;
            notifyAll();
        }
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

    private synchronized long howManyTakenBack() {
        return takenBack;
    }

    /** Waits for those that are open now, not for any that follow them. */
    private synchronized boolean awaitEndOfOpen(long end) {
        List<Transaction> awaited = new ArrayList<>(open.values());
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

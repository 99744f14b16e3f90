package ledger.api.streams;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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
    /** As they began. Guarded by this, like all below. */
    private final List<Transaction> open = new ArrayList<>();

    /** How often some have ended without being, or without its being known that they are, committed. */
    private long takenBack;

    /** Equal to itself alone. */
    private static final class Transaction {
        private final Thread thread;
        private boolean isTakenBack;

        Transaction(Thread thread) {
            this.thread = thread;
        }

        boolean isOf(Thread maker) {
            return thread.equals(maker);
        }
    }

    /**
     * Before the thread's transaction writes. Others of the thread that were taken back may not have ended: Streams closes one
     * shard after another, and writes what the caches of the next hold.
     */
    synchronized void begins(Thread thread) {
        open.add(new Transaction(thread));
    }

    /** The last transaction that the thread began is committed. */
    synchronized void committed(Thread thread) {
        open.reversed().stream()
                .filter(transaction -> transaction.isOf(thread))
                .findFirst()
                .ifPresent(last -> {
                    open.remove(last);
                    takenBack += last.isTakenBack ? 1 : 0;
                    notifyAll();
                });
    }

    /**
     * What the thread has not committed is aborted, or nobody knows. It ends later: the stores still have what it wrote.
     */
    synchronized void takenBack(Thread thread) {
        open.stream()
                .filter(transaction -> transaction.isOf(thread))
                .forEach(transaction -> transaction.isTakenBack = true);
    }

    /** Whether the thread has begun a transaction that has not ended. */
    synchronized boolean hasOpen(Thread thread) {
        return open.stream().anyMatch(transaction -> transaction.isOf(thread));
    }

    /** Whether some of it was taken back, so that stores of the thread show what will never be committed. */
    synchronized boolean hasTakenBack(Thread thread) {
        return open.stream().anyMatch(transaction -> transaction.isOf(thread) && transaction.isTakenBack);
    }

    /** The thread has closed its stores, and makes no more transactions until it has others. */
    synchronized void ends(Thread thread) {
        if (open.removeIf(transaction -> transaction.isOf(thread))) {
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
        List<Transaction> awaited = List.copyOf(open);
        try {
            while (!Collections.disjoint(awaited, open)) {
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

package ledger.projections;

import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;
import ledger.language.AccountId;

/**
 * Where readers of a projection wait until an account has reached a version. Whoever folds events tells it after each
 * one, which costs a look at a counter while nobody waits; readers look at the serving model again when they are told, so
 * it does not matter which generation told. Thread-safe.
 */
public final class ReadBarrier {
    private final AtomicInteger waiting = new AtomicInteger();
    private final ConcurrentHashMap<AccountId, Set<Waiter>> waiters = new ConcurrentHashMap<>();

    private record Waiter(long minVersion, Semaphore signal) {
        void wake() {
            signal.release();
        }
    }

    /** The account's event of that version is in a store. */
    public void advanced(AccountId account, long version) {
        // Between the write to the store and the look at the counter: a reader counts itself before it reads the
        // store, so either it sees what was written, or it is seen here.
        VarHandle.fullFence();
        if (waiting.get() == 0) {
            return;
        }
        Set<Waiter> waitersOfAccount = waiters.get(account);
        if (waitersOfAccount != null) {
            for (Waiter waiter : waitersOfAccount) {
                if (version >= waiter.minVersion()) {
                    waiter.wake();
                }
            }
        }
    }

    /** Another generation serves now, or a copy has come further: all readers have to look again. */
    public void wakeAll() {
        VarHandle.fullFence();
        waiters.values().forEach(waitersOfAccount -> waitersOfAccount.forEach(Waiter::wake));
    }

    /**
     * Waits until the account is seen at the version or a later one.
     *
     * @param reached looks into the serving model; called at once, and again whenever the answer may have become another.
     *     What it throws comes out of this method.
     * @param deadline from now
     * @return whether it was reached; if not, the deadline has passed
     */
    public boolean await(AccountId account, long minVersion, BooleanSupplier reached, Duration deadline)
            throws InterruptedException {
        if (reached.getAsBoolean()) {
            return true;
        }
        long end = System.nanoTime() + deadline.toNanos();
        Waiter waiter = new Waiter(minVersion, new Semaphore(0));
        enter(account, waiter);
        try {
            while (!reached.getAsBoolean()) {
                if (!waiter.signal().tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    return reached.getAsBoolean();
                }
                waiter.signal().drainPermits();
            }
            return true;
        } finally {
            leave(account, waiter);
        }
    }

    /**
     * Waits until every one of these accounts is seen at its version or a later one.
     *
     * @param seen an account's version in the serving model, 0 where it is not there
     * @param deadline from now, for all of them
     * @return whether all were reached; if not, the deadline has passed
     */
    public boolean awaitAll(Map<AccountId, Long> versions, ToLongFunction<AccountId> seen, Duration deadline)
            throws InterruptedException {
        long end = System.nanoTime() + deadline.toNanos();
        for (var entry : versions.entrySet()) {
            AccountId account = entry.getKey();
            long version = entry.getValue();
            Duration left = Duration.ofNanos(end - System.nanoTime());
            if (!await(account, version, () -> seen.applyAsLong(account) >= version, left)) {
                return false;
            }
        }
        return true;
    }

    /** How many readers wait. */
    public int waiting() {
        return waiting.get();
    }

    private void enter(AccountId account, Waiter waiter) {
        waiters.compute(account, (_, set) -> {
            Set<Waiter> entered = set == null ? ConcurrentHashMap.newKeySet() : set;
            entered.add(waiter);
            return entered;
        });
        waiting.incrementAndGet();
        VarHandle.fullFence();
    }

    private void leave(AccountId account, Waiter waiter) {
        waiting.decrementAndGet();
        waiters.computeIfPresent(account, (_, set) -> {
            set.remove(waiter);
            return set.isEmpty() ? null : set;
        });
    }
}

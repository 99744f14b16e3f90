package ledger.api.commands;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import ledger.language.AccountId;
import ledger.language.Command;
import ledger.language.Instruction.PostTransaction;
import ledger.language.Posting;
import ledger.language.TransactionId;
import ledger.topics.ShardPartitioner;
import org.jspecify.annotations.Nullable;

/**
 * The order of a batch's commands where it is not that of a shard's log. What one shard decides by itself it decides in the
 * order in which it was sent; but a transaction of several shards comes to the accounts of the others later. So a command to
 * an account waits for the end of the transactions before it that touch the account, and a transaction for that of the
 * commands to its accounts in other shards than its home's. Transactions do not wait for each other, or there would be few at
 * once between accounts that many share; only where it is asked for does one that debits an account wait for those before it
 * that credit it.
 *
 * <p>Of a transaction that is only named, the accounts are known if the same batch makes it; else its home.
 *
 * <p>For one thread, but for replies that complete.
 *
 * @param <C> a command of the batch, with what is to be done when it is sent
 */
final class BatchOrder<C extends BatchOrder.Ordered> {
    private final int shards;
    private final boolean chained;

    /** What was sent about each account. */
    private final Map<AccountId, UnderWay> sent = new HashMap<>();

    private final Map<TransactionId, Touched> touchedBy = new HashMap<>();
    private final List<C> waiting = new ArrayList<>();

    /** Gets a permit whenever something ends that was waited for. */
    private final Semaphore ended = new Semaphore(0);

    /**
     * The order of one batch.
     *
     * @param chained whether transactions wait for those before them that bring what they take
     */
    BatchOrder(int shards, boolean chained) {
        this.shards = shards;
        this.chained = chained;
    }

    /** A command of a batch. */
    interface Ordered {
        Command command();

        /** Completes when it has ended, one way or another. */
        CompletableFuture<?> end();
    }

    /**
     * What a command is about.
     *
     * @param accounts all of them, without {@code @world}
     * @param isTransaction whether it makes or names one that is of more than the one account
     */
    private record Touched(
            Set<AccountId> accounts, Set<AccountId> debited, Set<AccountId> credited, boolean isTransaction) {
        static Touched account(AccountId account) {
            return new Touched(Set.of(account), Set.of(), Set.of(), false);
        }

        static Touched transaction(List<Posting> postings) {
            Set<AccountId> debited = new HashSet<>();
            Set<AccountId> credited = new HashSet<>();
            for (Posting posting : postings) {
                debited.add(posting.from());
                credited.add(posting.to());
            }
            debited.removeIf(AccountId::isBoundary);
            credited.removeIf(AccountId::isBoundary);
            Set<AccountId> all = new HashSet<>(debited);
            all.addAll(credited);
            return new Touched(all, debited, credited, true);
        }
    }

    /** Commands to an account that have not ended, by kind; those of the last kind are of the second too. */
    private static final class UnderWay {
        private @Nullable CompletableFuture<?> commands;
        private @Nullable CompletableFuture<?> transactions;
        private @Nullable CompletableFuture<?> credits;

        private static boolean isUnderWay(@Nullable CompletableFuture<?> those) {
            return those != null && !those.isDone();
        }

        private static CompletableFuture<?> and(@Nullable CompletableFuture<?> those, CompletableFuture<?> one) {
            return those == null || those.isDone() ? one : CompletableFuture.allOf(those, one);
        }
    }

    /** Commands of the batch, in their order: those that need not wait are sent now. */
    void add(List<C> commands, Consumer<C> send) {
        waiting.addAll(commands);
        sendReady(send);
    }

    private void sendReady(Consumer<C> send) {
        List<C> candidates = List.copyOf(waiting);
        waiting.clear();
        Behind behind = new Behind();
        for (C candidate : candidates) {
            Touched touched = touched(candidate.command());
            AccountId addressed = candidate.command().accountId();
            int home = shard(addressed);
            if (waits(touched, home, behind) || behind.addressed.contains(addressed)) {
                behind.addressed.add(addressed);
                behind.add(touched);
                waiting.add(candidate);
            } else {
                send.accept(candidate);
                follow(touched, home, candidate.end());
            }
        }
        behind.ends.forEach(end -> {
            var _ = end.whenComplete((_, _) -> ended.release());
        });
    }

    /** What waits already, and for what. */
    private static final class Behind {
        /** No command overtakes another to the same account: the log of its shard is to have them in their order. */
        private final Set<AccountId> addressed = new HashSet<>();

        private final Set<AccountId> commands = new HashSet<>();
        private final Set<AccountId> transactions = new HashSet<>();
        private final Set<AccountId> credits = new HashSet<>();
        private final Set<CompletableFuture<?>> ends = new HashSet<>();

        void add(Touched touched) {
            (touched.isTransaction() ? transactions : commands).addAll(touched.accounts());
            credits.addAll(touched.credited());
        }

        boolean waitsFor(@Nullable CompletableFuture<?> those) {
            if (!UnderWay.isUnderWay(those)) {
                return false;
            }
            ends.add(those);
            return true;
        }
    }

    private boolean waits(Touched touched, int home, Behind behind) {
        boolean waits = false;
        for (AccountId account : touched.accounts()) {
            UnderWay before = sent.getOrDefault(account, new UnderWay());
            waits |= behind.commands.contains(account);
            if (!touched.isTransaction()) {
                waits |= behind.transactions.contains(account) || behind.waitsFor(before.transactions);
            } else if (shard(account) != home) {
                waits |= behind.waitsFor(before.commands);
            }
            if (chained && touched.debited().contains(account)) {
                waits |= behind.credits.contains(account) || behind.waitsFor(before.credits);
            }
        }
        return waits;
    }

    private void follow(Touched touched, int home, CompletableFuture<?> end) {
        boolean crosses = touched.accounts().stream().anyMatch(account -> shard(account) != home);
        for (AccountId account : touched.accounts()) {
            UnderWay of = sent.computeIfAbsent(account, _ -> new UnderWay());
            if (!touched.isTransaction()) {
                of.commands = UnderWay.and(of.commands, end);
            } else if (crosses) {
                of.transactions = UnderWay.and(of.transactions, end);
                if (touched.credited().contains(account)) {
                    of.credits = UnderWay.and(of.credits, end);
                }
            }
        }
    }

    private int shard(AccountId account) {
        return ShardPartitioner.shardOf(account.value(), shards);
    }

    private Touched touched(Command command) {
        TransactionId named = command.instruction().namedTransaction();
        if (named != null) {
            return touchedBy.getOrDefault(named, Touched.account(command.accountId()));
        }
        Touched touched = command.instruction() instanceof PostTransaction post
                ? Touched.transaction(post.postings())
                : Touched.account(command.accountId());
        touchedBy.put(TransactionId.of(command.id()), touched);
        return touched;
    }

    /** Whether some were added and not sent. */
    boolean waits() {
        return !waiting.isEmpty();
    }

    /**
     * Waits until something has ended that others wait for, and sends those that need not wait any more.
     *
     * @return whether that was so in time
     */
    boolean advance(Duration patience, Consumer<C> send) throws InterruptedException {
        if (!ended.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            return false;
        }
        ended.drainPermits();
        sendReady(send);
        return true;
    }

    /** Sends what waits, as what it waits for ends, until nothing waits or the time is over. */
    void finish(Duration patience, Consumer<C> send) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        boolean isInTime = true;
        while (waits() && isInTime) {
            isInTime = advance(Duration.ofNanos(deadline - System.nanoTime()), send);
        }
    }

    /** What still waits, and is not going to be sent. */
    List<C> giveUp() {
        List<C> left = List.copyOf(waiting);
        waiting.clear();
        return left;
    }
}

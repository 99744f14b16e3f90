package ledger.api.commands;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import ledger.language.Command;
import ledger.language.CommandId;
import ledger.language.RequestDigest;
import org.jspecify.annotations.Nullable;

/**
 * The commands that this instance sent and has not heard of yet, by key. There is room for a bounded number of those that
 * came alone and of those that came in batches, so that neither takes the room of the other.
 *
 * <p>An entry that is never answered, because its outcome went to an instance that has gone, is dropped after a while, and
 * has its room until then. Its outcome is in the store of the shard.
 */
final class PendingCommands {
    private static final Duration KEPT = Duration.ofSeconds(90);

    /** Up to so many commands under way, latency counts; beyond, a commit for each would cost throughput. */
    private static final int FEW = 4;

    /** First come, first served: else a large batch would wait for ever beside many small ones. */
    private static final boolean FAIR = true;

    private final Map<Pace, Semaphore> room = new EnumMap<>(Pace.class);

    private final ConcurrentMap<CommandId, Pending> byKey;

    /** Of more than a few that came alone, the one that asked for a commit and is under way. */
    private final AtomicReference<@Nullable Pending> leader = new AtomicReference<>();

    PendingCommands(CommandLimits limits) {
        this(limits, Ticker.systemTicker());
    }

    PendingCommands(CommandLimits limits, Ticker ticker) {
        for (Pace pace : Pace.values()) {
            room.put(pace, new Semaphore(limits.of(pace), FAIR));
        }
        // A timer for each command would cost more than all else that is done here.
        byKey = Caffeine.newBuilder()
                .expireAfterWrite(KEPT)
                .ticker(ticker)
                .scheduler(Scheduler.systemScheduler())
                .executor(Runnable::run)
                .<CommandId, Pending>removalListener((_, gone, _) -> left(Objects.requireNonNull(gone)))
                .<CommandId, Pending>build()
                .asMap();
    }

    /** A command under way. */
    record Pending(Command command, RequestDigest digest, Pace pace, CompletableFuture<CommandReply> reply) {}

    /** Reserves room for that many commands, if there is so much now, before any that wait. */
    boolean reserve(Pace pace, int commands) {
        return room(pace).tryAcquire(commands);
    }

    /** Reserves room for that many commands, if there is so much within that time, after those that wait already. */
    boolean reserve(Pace pace, int commands, Duration patience) throws InterruptedException {
        return room(pace).tryAcquire(commands, patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Gives back room that was reserved and is not needed. */
    void giveBack(Pace pace, int commands) {
        room(pace).release(commands);
    }

    private Semaphore room(Pace pace) {
        return Objects.requireNonNull(room.get(pace));
    }

    /**
     * Enters a command, which takes the room that was reserved for it and gives it back when it is answered or dropped.
     *
     * @return the one that is under way by the same key, or null where the given one was entered
     */
    @Nullable Pending enter(CommandId key, Pending pending) {
        Pending before = byKey.putIfAbsent(key, pending);
        if (before == null) {
            var _ = pending.reply().whenComplete((reply, failure) -> byKey.remove(key, pending));
        }
        return before;
    }

    private void left(Pending gone) {
        leader.compareAndSet(gone, null);
        giveBack(gone.pace, 1);
    }

    /**
     * Whether a command that was entered is to ask its shard for a commit at once, and not after the commit interval. While
     * few are under way, each is. Of more that came alone it is one at a time, and with it those are committed that its
     * thread has decided by then: commits follow each other as fast as they are made, each for all that came meanwhile.
     * Those of a batch wait for each other anyway. While the one has no answer, since its shard is away, say, the others
     * wait for the interval. Called once for each command, when it is sent: if it is the one, none other is until it leaves.
     */
    boolean asksForCommit(Pending entered) {
        if (size() <= FEW) {
            return true;
        }
        if (entered.pace != Pace.ALONE || !leader.compareAndSet(null, entered)) {
            return false;
        }
        if (!entered.equals(find(entered.command.id()))) {
            // It was answered already, by what another instance had sent, and left before it became the leader.
            leader.compareAndSet(entered, null);
        }
        return true;
    }

    @Nullable Pending find(CommandId key) {
        return byKey.get(key);
    }

    int size() {
        return byKey.size();
    }
}

package ledger.api.commands;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentMap;
import ledger.language.Command;
import ledger.language.CommandId;
import ledger.language.RequestDigest;
import org.jspecify.annotations.Nullable;

/**
 * The commands that this instance sent and has not heard of yet, by key. A bounded number: what is beyond it is refused,
 * not queued.
 *
 * <p>An entry that is never answered, because its outcome went to an instance that has gone, is dropped after a while. It
 * costs nothing but the memory: the outcome is in the store of the shard.
 */
final class PendingCommands {
    private static final Duration KEPT = Duration.ofSeconds(90);

    /** A timer for each command would cost more than all else that is done here. */
    private final ConcurrentMap<CommandId, Pending> byKey = Caffeine.newBuilder()
            .expireAfterWrite(KEPT)
            .<CommandId, Pending>build()
            .asMap();

    private final int capacity;

    PendingCommands(int capacity) {
        this.capacity = capacity;
    }

    /** A command under way. */
    record Pending(Command command, RequestDigest digest, CompletableFuture<CommandReply> reply) {}

    /**
     * Enters a command.
     *
     * @return the one that is under way by the same key, or null where the given one was entered
     * @throws CommandsOverloadedException if too many are under way
     */
    @Nullable Pending enter(CommandId key, Pending pending) {
        if (byKey.size() >= capacity && !byKey.containsKey(key)) {
            throw new CommandsOverloadedException("more than " + capacity + " commands are waiting");
        }
        Pending before = byKey.putIfAbsent(key, pending);
        if (before == null) {
            var _ = pending.reply().whenComplete((reply, failure) -> byKey.remove(key, pending));
        }
        return before;
    }

    @Nullable Pending find(CommandId key) {
        return byKey.get(key);
    }

    int size() {
        return byKey.size();
    }
}

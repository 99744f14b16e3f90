package ledger.api.commands;

import java.util.concurrent.CompletableFuture;
import ledger.api.commands.PendingCommands.Pending;
import ledger.language.Command;
import ledger.language.CommandId;
import ledger.language.CommandOutcome;
import org.jspecify.annotations.Nullable;

/**
 * A command of a batch, on its way to the log.
 *
 * @param shard that decides it
 * @param isJoined whether it was under way before: it is not sent again, but others of the batch may have to wait for it
 * @param elsewhere what another shard did for its key, if any has: then it is not sent
 */
record GatheredCommand(
        Pending own, int shard, boolean isJoined, @Nullable CommandOutcome elsewhere) implements BatchOrder.Ordered {
    static GatheredCommand of(Pending own, int shard) {
        return new GatheredCommand(own, shard, false, null);
    }

    static GatheredCommand joining(Pending underWay, int shard) {
        return new GatheredCommand(underWay, shard, true, null);
    }

    GatheredCommand foundElsewhere(@Nullable CommandOutcome first) {
        return new GatheredCommand(own, shard, isJoined, first);
    }

    CommandId key() {
        return own.command().id();
    }

    @Override
    public Command command() {
        return own.command();
    }

    @Override
    public CompletableFuture<?> end() {
        return own.reply();
    }
}

package ledger.commands.topology;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import ledger.commands.domain.transactions.Coordination;
import ledger.commands.domain.transactions.DeferredCommand;
import ledger.commands.domain.transactions.TransactionState;
import ledger.language.Command;
import ledger.language.CommandId;
import ledger.language.TransactionId;

/** The commands that name a transaction while a step of it is under way: they are stored with it, and decided after it. */
final class WaitingCommands {
    /** They are all in the transaction's record, and no record may be larger than brokers take. */
    static final int AT_MOST = 200;

    private final Shard shard;
    private final ShardStores stores;
    private final ShardMeters meters;

    WaitingCommands(Shard shard, ShardStores stores, ShardMeters meters) {
        this.shard = shard;
        this.stores = stores;
        this.meters = meters;
    }

    /** A command comes that names a busy transaction: it waits, or is refused for now where too many do. */
    void add(TransactionState busy, DeferredCommand command, Origin origin) {
        if (busy.waiting().size() >= AT_MOST) {
            refuse(command, origin);
            return;
        }
        meters.defers();
        stores.putUnderWay(
                command.command().id(), StateCodecs.underWay(busy.transaction().id(), command.command()));
        stores.put(busy.deferring(command));
    }

    /** A command comes again that has started the step under way, or waits for it to end. */
    void join(TransactionState busy, DeferredCommand again, Origin origin) {
        Coordination step = busy.coordination();
        Command taken = step == null ? null : step.command();
        CommandId id = again.command().id();
        if (step != null && taken != null && taken.id().equals(id)) {
            if (step.listeners().size() >= AT_MOST) {
                refuse(again, origin);
            } else {
                stores.put(busy.with(step.heardBy(again.listener())));
            }
        } else if (busy.waiting().size() >= AT_MOST) {
            refuse(again, origin);
        } else {
            stores.put(busy.deferring(again));
        }
    }

    private void refuse(DeferredCommand command, Origin origin) {
        shard.refuseForNow(command.command(), command.receivedAt(), command.listener(), origin);
    }

    /**
     * They are decided now, in the order in which they came, until one of them makes its transaction busy again: the others
     * go on waiting, and are stored with it once, not each by itself with all before it.
     */
    void resume(List<DeferredCommand> waiting, Origin origin) {
        Set<CommandId> resumed = new HashSet<>();
        Map<TransactionId, List<DeferredCommand>> stillWaiting = new LinkedHashMap<>();
        for (DeferredCommand deferred : waiting) {
            TransactionId named =
                    requireNonNull(deferred.command().instruction().namedTransaction());
            if (stillWaiting.containsKey(named) || isBusy(named)) {
                stillWaiting.computeIfAbsent(named, _ -> new ArrayList<>()).add(deferred);
                continue;
            }
            CommandId command = deferred.command().id();
            // The first of a key is decided as if it came now; those after it find what became of that.
            if (resumed.add(command)) {
                stores.endUnderWay(command);
            }
            shard.decide(deferred.command(), deferred.receivedAt(), deferred.listener(), origin);
        }
        stillWaiting.forEach((named, commands) -> {
            TransactionState busy = requireNonNull(stores.transaction(named));
            List<DeferredCommand> all = new ArrayList<>(busy.waiting());
            all.addAll(commands);
            stores.put(busy.waitedForBy(all));
        });
    }

    private boolean isBusy(TransactionId id) {
        TransactionState state = stores.transaction(id);
        return state != null && state.isBusy();
    }
}

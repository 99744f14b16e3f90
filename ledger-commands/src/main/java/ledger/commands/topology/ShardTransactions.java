package ledger.commands.topology;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import ledger.commands.domain.transactions.CommandListener;
import ledger.commands.domain.transactions.Coordination;
import ledger.commands.domain.transactions.Coordinator;
import ledger.commands.domain.transactions.DeferredCommand;
import ledger.commands.domain.transactions.Participant;
import ledger.commands.domain.transactions.Participation;
import ledger.commands.domain.transactions.TransactionDecider;
import ledger.commands.domain.transactions.TransactionDecider.Asked;
import ledger.commands.domain.transactions.TransactionState;
import ledger.language.Account;
import ledger.language.AccountId;
import ledger.language.Command;
import ledger.language.CommandOutcome.BalanceAfter;
import ledger.language.CommandOutcome.TransactionResult;
import ledger.language.Instruction.CaptureTransaction;
import ledger.language.Instruction.PostTransaction;
import ledger.language.Instruction.ReverseTransaction;
import ledger.language.Instruction.TransactionChange;
import ledger.language.Instruction.VoidTransaction;
import ledger.language.Rejection;
import ledger.language.RejectionReason;
import ledger.language.ShardMessage;
import ledger.language.ShardMessage.Acknowledgement;
import ledger.language.ShardMessage.Hold;
import ledger.language.ShardMessage.Post;
import ledger.language.ShardMessage.Prepare;
import ledger.language.ShardMessage.Refusal;
import ledger.language.ShardMessage.Verdict;
import ledger.language.ShardMessage.Vote;
import ledger.language.Transaction;
import ledger.language.TransactionId;
import ledger.topics.ShardPartitioner;
import ledger.topics.VersionsLeft;
import org.jspecify.annotations.Nullable;

/** The transactions of a shard: those whose home it is, and its part in those of others. */
final class ShardTransactions {
    /** So that many holds that expire at once do not keep commands waiting for long. */
    private static final int EXPIRED_AT_ONCE = 500;

    private final Shard shard;
    private final ShardStores stores;
    private final ShardOutput output;
    private final ShardMeters meters;
    private final Coordinator coordinator;
    private final Participant participant;
    private final WaitingCommands waiting;

    ShardTransactions(Shard shard, ShardStores stores, ShardOutput output, ShardMeters meters, int number, int shards) {
        this.shard = shard;
        this.stores = stores;
        this.output = output;
        this.meters = meters;
        this.coordinator = new Coordinator(account -> ShardPartitioner.shardOf(account.value(), shards));
        this.participant = new Participant(number);
        this.waiting = new WaitingCommands(shard, stores, meters);
    }

    /** A new transaction. */
    void post(Command command, PostTransaction post, Instant time, CommandListener listener, Origin origin) {
        Asked asked = TransactionDecider.post(command, post, time, stores.find(command.accountId()));
        start(asked, command, List.of(listener), origin);
    }

    /** A transaction that was made without a step: a deposit or a withdrawal. */
    void made(TransactionState state) {
        keep(state, false);
    }

    /** A command about a transaction that it names. */
    void change(Command command, TransactionChange change, Instant time, CommandListener listener, Origin origin) {
        TransactionId id = change.transactionId();
        TransactionState state = stores.transaction(id);
        if (state == null) {
            Rejection rejection =
                    Rejection.because(RejectionReason.TRANSACTION_NOT_FOUND).with("transactionId", id.value());
            shard.conclude(command, time, rejection, List.of(listener), origin);
        } else if (state.isBusy()) {
            waiting.add(state, new DeferredCommand(command, time, listener), origin);
        } else {
            start(asked(state, command, change, time), command, List.of(listener), origin);
        }
    }

    private Asked asked(TransactionState state, Command command, TransactionChange change, Instant time) {
        Account home = stores.find(state.home());
        return switch (change) {
            case CaptureTransaction capture -> TransactionDecider.capture(state, command, capture, time, home);
            case VoidTransaction _ -> TransactionDecider.release(state, command, time, home);
            case ReverseTransaction reverse -> TransactionDecider.reverse(state, command, reverse, time, home);
        };
    }

    /** Releases holds whose time has come. One that is busy is looked at again when it is no more: see {@link #keep}. */
    void expire(Instant now, Origin origin) {
        for (TransactionId id : stores.expirations().due(now, EXPIRED_AT_ONCE)) {
            TransactionState state = requireNonNull(stores.transaction(id));
            if (state.isBusy()) {
                stores.expirations().remove(state.transaction());
            } else {
                meters.expires();
                start(TransactionDecider.expire(state, now), null, List.of(), origin);
            }
        }
    }

    private void start(Asked asked, @Nullable Command command, List<CommandListener> listeners, Origin origin) {
        TransactionState state = asked.state();
        Coordinator.Progress progress = coordinator.start(
                new Coordinator.Request(
                        asked.prepare(),
                        state.transaction().id(),
                        state.sequence() + 1,
                        state.home(),
                        asked.refusal(),
                        command,
                        listeners),
                stores);
        shard.apply(progress.events(), origin);
        output.messages(progress.messages(), origin);
        if (progress.ended()) {
            meters.endedHere();
            end(state, progress.coordination(), false, origin);
            return;
        }
        meters.coordinates();
        stores.put(state.started(progress.coordination()));
        TransactionId reversed = reversedBy(progress.coordination());
        if (reversed != null) {
            stores.put(requireNonNull(stores.transaction(reversed))
                    .reversing(state.transaction().id()));
        }
        if (command != null) {
            stores.putUnderWay(
                    command.id(), StateCodecs.underWay(state.transaction().id(), command));
        }
    }

    /** Somebody sent a command again that has started a step of the transaction, or waits for another one to end. */
    void join(TransactionId id, Command command, Instant time, CommandListener listener, Origin origin) {
        waiting.join(requireNonNull(stores.transaction(id)), new DeferredCommand(command, time, listener), origin);
    }

    /** A message of another shard. */
    void hear(ShardMessage message, Origin origin) {
        switch (message.body()) {
            case Prepare prepare -> {
                Participation before = stores.participation(message);
                participated(message, participant.heard(before, message, prepare, stores), origin);
            }
            case Verdict verdict -> {
                Participation before = stores.participation(message);
                participated(message, participant.heard(before, message, verdict, stores), origin);
            }
            case Vote vote ->
                coordinate(message, (state, step) -> coordinator.heard(state, step, vote, stores), origin);
            case Acknowledgement acknowledgement ->
                coordinate(message, (_, step) -> coordinator.heard(step, acknowledgement), origin);
        }
    }

    private void participated(ShardMessage message, Participant.Progress progress, Origin origin) {
        shard.apply(progress.events(), origin);
        if (progress.participation() != null) {
            stores.put(message, progress.participation());
        }
        if (progress.answer() != null) {
            output.messages(List.of(progress.answer()), origin);
        }
    }

    /** What the home makes of an answer. */
    private interface Hearing {
        Coordinator.Progress hear(TransactionState state, Coordination step);
    }

    private void coordinate(ShardMessage message, Hearing hearing, Origin origin) {
        TransactionState state = stores.transaction(message.transactionId());
        Coordination step = state == null ? null : state.coordination();
        if (state == null || step == null || message.sequence() != state.sequence()) {
            // Late, or repeated: the step that it is about has ended.
            meters.passesOver();
            return;
        }
        Coordinator.Progress progress = hearing.hear(state, step);
        shard.apply(progress.events(), origin);
        output.messages(progress.messages(), origin);
        if (progress.ended()) {
            end(state, progress.coordination(), true, origin);
        } else {
            stores.put(state.with(progress.coordination()));
        }
    }

    /**
     * A step has ended: the transaction stands anew, the command is answered, and who waited has their turn.
     *
     * @param wasUnderWay whether the step was stored; if not, a new transaction and its command have left nothing to delete
     */
    private void end(TransactionState state, Coordination step, boolean wasUnderWay, Origin origin) {
        boolean isNew = step.prepare().step() instanceof Post || step.prepare().step() instanceof Hold;
        Refusal refusal = step.refusal();
        if (refusal != null) {
            meters.refuses();
        }
        TransactionState after = state;
        if (refusal == null) {
            after = TransactionDecider.after(state, step.prepare().step());
            keep(after, wasUnderWay || !isNew);
        } else if (wasUnderWay && isNew) {
            stores.forget(state.transaction().id());
        } else if (wasUnderWay) {
            after = state.after(state.transaction(), state.open());
            keep(after, true);
        }
        Command command = step.command();
        if (command != null) {
            if (wasUnderWay) {
                stores.endUnderWay(command.id());
            }
            shard.conclude(
                    command,
                    step.prepare().recordedAt(),
                    refusal != null ? refusal.rejection() : result(after, step),
                    refusal != null ? VersionsLeft.by(step.balances()) : VersionsLeft.NONE,
                    step.listeners(),
                    origin);
        }
        resume(state, step, origin);
    }

    /** Stores a transaction that is not busy, unless the outcome of its command says it all; a hold is to expire again. */
    private void keep(TransactionState state, boolean isStored) {
        stores.expirations().follow(state.transaction());
        TransactionState kept = state.waitedForBy(List.of());
        if (!kept.isInOutcome()) {
            stores.put(kept);
        } else if (isStored) {
            stores.forget(kept.transaction().id());
        }
    }

    private TransactionResult result(TransactionState after, Coordination step) {
        TransactionId reversed = after.transaction().reverses();
        Transaction transaction = reversed == null
                ? after.transaction()
                : requireNonNull(stores.transaction(reversed))
                        .transaction()
                        .reversedBy(after.transaction().id());
        List<AccountId> order = transaction.accounts();
        List<BalanceAfter> balances = new ArrayList<>(step.balances());
        balances.sort(Comparator.comparingInt(balance -> order.indexOf(balance.accountId())));
        return new TransactionResult(transaction, balances);
    }

    /** What the step reverses. Later steps of the reversal are no business of what it reversed. */
    private static @Nullable TransactionId reversedBy(Coordination step) {
        return step.prepare().step() instanceof Post post ? post.reverses() : null;
    }

    /** The commands that waited for the step have their turn. */
    private void resume(TransactionState state, Coordination step, Origin origin) {
        List<DeferredCommand> resumed = new ArrayList<>(state.waiting());
        TransactionId reversedId = reversedBy(step);
        if (reversedId != null) {
            TransactionState reversed = requireNonNull(stores.transaction(reversedId));
            resumed.addAll(reversed.waiting());
            Transaction now = step.refusal() == null
                    ? reversed.transaction().reversedBy(state.transaction().id())
                    : reversed.transaction();
            keep(reversed.after(now, reversed.open()), true);
        }
        waiting.resume(resumed, origin);
    }
}

package ledger.commands.topology;

import java.time.Instant;
import java.util.List;
import ledger.commands.domain.AccountDecider;
import ledger.commands.domain.AccountEvolver;
import ledger.commands.domain.Decision;
import ledger.commands.domain.transactions.CommandListener;
import ledger.commands.domain.transactions.TransactionState;
import ledger.language.Account;
import ledger.language.AccountEvent;
import ledger.language.Command;
import ledger.language.CommandOutcome;
import ledger.language.CommandOutcome.Result;
import ledger.language.CommandOutcome.TransactionResult;
import ledger.language.Instruction.CloseAccount;
import ledger.language.Instruction.DepositFunds;
import ledger.language.Instruction.FreezeAccount;
import ledger.language.Instruction.OpenAccount;
import ledger.language.Instruction.PostTransaction;
import ledger.language.Instruction.TransactionChange;
import ledger.language.Instruction.UnfreezeAccount;
import ledger.language.Instruction.UpdateAccount;
import ledger.language.Instruction.WithdrawFunds;
import ledger.language.Rejection;
import ledger.language.RejectionReason;
import ledger.language.RequestDigest;
import ledger.language.ShardMessage;
import ledger.language.Transaction;
import ledger.language.TransactionId;
import ledger.records.CommandUnderWay;
import ledger.topics.VersionsLeft;

/**
 * A shard at work: looks whether a command was answered before, loads what it is about, has it decided, stores what is
 * new and says what happened. Used by one thread.
 */
final class Shard {
    private final ShardStores stores;
    private final ShardOutput output;
    private final ShardMeters meters;
    private final ShardTransactions transactions;

    Shard(ShardStores stores, ShardOutput output, ShardMeters meters, int shard, int shards) {
        this.stores = stores;
        this.output = output;
        this.meters = meters;
        this.transactions = new ShardTransactions(this, stores, output, meters, shard, shards);
    }

    /** A command of this shard, which may be a retry. */
    void take(Command command, Instant time, CommandListener listener, Origin origin) {
        stores.beginStep();
        decide(command, time, listener, origin);
    }

    /** In the step under way. */
    void decide(Command command, Instant time, CommandListener listener, Origin origin) {
        byte[] first = stores.outcome(command.id());
        if (first != null) {
            if (RequestDigest.of(command).equals(stores.decoded(first).digest())) {
                output.answer(command.id(), first, VersionsLeft.NONE, listener.asRetry(), origin.timestamp());
            } else {
                refuseKey(command, time, listener, origin);
            }
            return;
        }
        CommandUnderWay step = stores.underWay(command.id());
        if (step == null) {
            decideNew(command, time, listener, origin);
        } else if (RequestDigest.of(command).equals(StateCodecs.digest(step))) {
            transactions.join(new TransactionId(step.getTransactionId()), command, time, listener.asRetry(), origin);
        } else {
            refuseKey(command, time, listener, origin);
        }
    }

    private void decideNew(Command command, Instant time, CommandListener listener, Origin origin) {
        switch (command.instruction()) {
            case PostTransaction post -> transactions.post(command, post, time, listener, origin);
            case TransactionChange change -> transactions.change(command, change, time, listener, origin);
            case OpenAccount _,
                    UpdateAccount _,
                    FreezeAccount _,
                    UnfreezeAccount _,
                    CloseAccount _,
                    DepositFunds _,
                    WithdrawFunds _ -> decideAccount(command, time, listener, origin);
        }
    }

    private void decideAccount(Command command, Instant time, CommandListener listener, Origin origin) {
        Decision decision = AccountDecider.decide(stores.find(command.accountId()), command, time);
        apply(decision.events(), origin);
        conclude(command, time, decision.result(), List.of(listener), origin);
        if (decision.result() instanceof TransactionResult(Transaction made, var _)) {
            transactions.made(TransactionState.ofOutcome(made, command.accountId(), command.id()));
        }
    }

    /** Makes the events happen. */
    void apply(List<AccountEvent> events, Origin origin) {
        for (AccountEvent event : events) {
            Account account = AccountEvolver.evolve(stores.find(event.accountId()), event);
            stores.put(account);
            output.event(event, account, origin);
        }
    }

    /** Remembers the outcome of a command, and tells it to all who wait. */
    void conclude(Command command, Instant decidedAt, Result result, List<CommandListener> listeners, Origin origin) {
        conclude(command, decidedAt, result, VersionsLeft.NONE, listeners, origin);
    }

    /** Remembers the outcome of a command, and tells it to all who wait, with the versions at which its effects have gone. */
    void conclude(
            Command command,
            Instant decidedAt,
            Result result,
            VersionsLeft left,
            List<CommandListener> listeners,
            Origin origin) {
        byte[] outcome = stores.encoded(outcome(command, decidedAt, result));
        for (CommandListener listener : listeners) {
            output.answer(command.id(), outcome, left, listener, origin.timestamp());
        }
        // After the answers: the first record begins the transaction, and whoever finds the outcome waits for its end.
        stores.putOutcome(command.id(), outcome);
    }

    /** Not remembered: the key still belongs to the request that used it first. */
    private void refuseKey(Command command, Instant time, CommandListener listener, Origin origin) {
        Rejection rejection = Rejection.because(RejectionReason.IDEMPOTENCY_KEY_REUSED)
                .with("idempotencyKey", command.id().value());
        refuse(command, time, rejection, listener, origin);
    }

    /** Not remembered: when it is sent again it may be decided. */
    void refuseForNow(Command command, Instant time, CommandListener listener, Origin origin) {
        refuse(command, time, Rejection.because(RejectionReason.OVERLOADED), listener, origin);
    }

    private void refuse(Command command, Instant time, Rejection rejection, CommandListener listener, Origin origin) {
        output.answer(
                command.id(),
                stores.encoded(outcome(command, time, rejection)),
                VersionsLeft.NONE,
                listener,
                origin.timestamp());
    }

    private static CommandOutcome outcome(Command command, Instant time, Result result) {
        return new CommandOutcome(
                command.id(),
                command.accountId(),
                RequestDigest.of(command),
                command.instruction().kind(),
                time,
                result);
    }

    /** A message of another shard. */
    void hear(ShardMessage message, Origin origin) {
        stores.beginStep();
        transactions.hear(message, origin);
    }

    /** Releases holds whose time has come. */
    void expire(Instant now) {
        stores.beginStep();
        transactions.expire(now, Origin.ofClock(now.toEpochMilli()));
        stores.expirations().wakeForNext();
    }

    /** It is not asked any more. */
    void close() {
        meters.close();
    }
}

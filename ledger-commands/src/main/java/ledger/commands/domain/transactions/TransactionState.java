package ledger.commands.domain.transactions;

import java.util.ArrayList;
import java.util.List;
import ledger.language.AccountId;
import ledger.language.CommandId;
import ledger.language.Posting;
import ledger.language.Transaction;
import ledger.language.Transaction.TransactionStatus;
import ledger.language.TransactionId;
import org.jspecify.annotations.Nullable;

/**
 * A transaction in its home shard.
 *
 * @param transaction as it stands; while it is being made, as it will stand
 * @param home the account whose shard is its home
 * @param commandId the command that made it
 * @param open what is reserved for it still, of a pending one
 * @param effectiveAtGiven whether the client said when it counts
 * @param sequence the number of steps that other shards took part in
 * @param coordination the step that is under way, with other shards
 * @param reversal the transaction under way that would reverse it
 * @param waiting commands to decide when the step or the reversal has ended
 */
public record TransactionState(
        Transaction transaction,
        AccountId home,
        CommandId commandId,
        List<Posting> open,
        boolean effectiveAtGiven,
        long sequence,
        @Nullable Coordination coordination,
        @Nullable TransactionId reversal,
        List<DeferredCommand> waiting) {
    /** At most. */
    private static final long STEPS_OF_A_POST = 1;

    public TransactionState {
        open = List.copyOf(open);
        waiting = List.copyOf(waiting);
    }

    /** A transaction that nothing is under way for. */
    public static TransactionState of(
            Transaction transaction, AccountId home, CommandId commandId, boolean effectiveAtGiven) {
        return new TransactionState(
                transaction, home, commandId, List.of(), effectiveAtGiven, 0, null, null, List.of());
    }

    /** A transaction as the outcome of its command tells of it: see {@link #isInOutcome}. */
    public static TransactionState ofOutcome(Transaction transaction, AccountId home, CommandId commandId) {
        return new TransactionState(
                transaction, home, commandId, List.of(), true, STEPS_OF_A_POST, null, null, List.of());
    }

    /** Whether it was posted at once and never touched again, so that the outcome of its command says all of it. */
    public boolean isInOutcome() {
        return transaction.id().value().equals(commandId.value())
                && transaction.status() == TransactionStatus.POSTED
                && transaction.captured().isEmpty()
                && transaction.reverses() == null
                && sequence <= STEPS_OF_A_POST
                && !isBusy()
                && waiting.isEmpty();
    }

    /** Whether commands about it must wait. */
    public boolean isBusy() {
        return coordination != null || reversal != null;
    }

    /** With a step under way, whose number is the next one. */
    public TransactionState started(Coordination step) {
        return new TransactionState(
                transaction, home, commandId, open, effectiveAtGiven, sequence + 1, step, reversal, waiting);
    }

    /** With the step that is under way, as it stands now. */
    public TransactionState with(Coordination step) {
        return new TransactionState(
                transaction, home, commandId, open, effectiveAtGiven, sequence, step, reversal, waiting);
    }

    /** After a step: as it stands now, with so much reserved, and nothing under way. */
    public TransactionState after(Transaction now, List<Posting> stillOpen) {
        return new TransactionState(now, home, commandId, stillOpen, effectiveAtGiven, sequence, null, null, waiting);
    }

    /** With a reversal under way. */
    public TransactionState reversing(TransactionId by) {
        return new TransactionState(
                transaction, home, commandId, open, effectiveAtGiven, sequence, coordination, by, waiting);
    }

    /** With one more command that waits. */
    public TransactionState deferring(DeferredCommand command) {
        List<DeferredCommand> all = new ArrayList<>(waiting);
        all.add(command);
        return waitedForBy(all);
    }

    /** With other commands waiting. */
    public TransactionState waitedForBy(List<DeferredCommand> commands) {
        return new TransactionState(
                transaction, home, commandId, open, effectiveAtGiven, sequence, coordination, reversal, commands);
    }
}

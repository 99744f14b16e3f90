package ledger.api.commands;

import ledger.api.commands.PendingCommands.Pending;
import ledger.language.AccountId;
import ledger.language.Command;
import ledger.language.CommandId;
import ledger.language.Instruction;
import ledger.language.TransactionId;

/**
 * Finds the account that a command is addressed to: the one it names, else the home of the transaction that it makes or
 * names.
 */
final class CommandAddresses {
    private final PendingCommands pending;
    private final TransactionHomes homes;

    CommandAddresses(PendingCommands pending, TransactionHomes homes) {
        this.pending = pending;
        this.homes = homes;
    }

    /**
     * The command, addressed by what is known now.
     *
     * @throws ShardsUnavailableException if the home of a transaction cannot be asked for
     */
    Command address(CommandRequest request) {
        return new Command(request.key(), account(request), request.expectedVersion(), request.instruction());
    }

    private AccountId account(CommandRequest request) {
        if (request.account() != null) {
            return request.account();
        }
        if (request.instruction() instanceof Instruction.PostTransaction transaction) {
            return transaction.home(request.key());
        }
        TransactionId named = request.instruction().namedTransaction();
        if (named == null) {
            throw new IllegalArgumentException(request.instruction().kind() + " without an account");
        }
        return home(named);
    }

    /**
     * What is under way is looked at first: it leaves only once its outcome is in the store of its shard. A transaction
     * that nobody knows is nobody's: whichever shard is asked answers that it does not exist.
     */
    private AccountId home(TransactionId transaction) {
        Pending underWay = pending.find(new CommandId(transaction.value()));
        if (underWay != null && makes(underWay.command(), transaction)) {
            return underWay.command().accountId();
        }
        return homes.home(transaction).orElseGet(() -> new AccountId(transaction.value()));
    }

    private static boolean makes(Command command, TransactionId transaction) {
        return TransactionHomes.isMadeBy(command.instruction().kind(), command.id(), transaction);
    }
}

package ledger.api.commands;

import ledger.language.AccountId;
import ledger.language.CommandId;
import ledger.language.Instruction;
import org.jspecify.annotations.Nullable;

/**
 * A command as a client asks for it, before it is known which account's shard decides it.
 *
 * @param account the account that the request names; {@code null}: the transaction tells, see {@link CommandAddresses}
 * @param expectedVersion apply only to this version of the account that it is addressed to; {@code null}: to any
 */
public record CommandRequest(
        CommandId key,
        @Nullable AccountId account,
        @Nullable Long expectedVersion,
        Instruction instruction) {

    /** A command to an account. */
    public static CommandRequest toAccount(
            AccountId account, CommandId key, @Nullable Long expectedVersion, Instruction instruction) {
        return new CommandRequest(key, account, expectedVersion, instruction);
    }

    /** A command that makes a transaction of several accounts, or names one that was made. */
    public static CommandRequest ofTransaction(CommandId key, @Nullable Long expectedVersion, Instruction instruction) {
        return new CommandRequest(key, null, expectedVersion, instruction);
    }
}

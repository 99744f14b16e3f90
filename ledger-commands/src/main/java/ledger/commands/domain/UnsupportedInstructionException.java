package ledger.commands.domain;

import ledger.language.CommandKind;

/** The command asks for something that this version of the ledger does not decide. */
public final class UnsupportedInstructionException extends RuntimeException {
    UnsupportedInstructionException(CommandKind kind) {
        super("commands of kind " + kind + " are not decided by this version");
    }
}

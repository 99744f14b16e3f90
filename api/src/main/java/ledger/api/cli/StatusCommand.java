package ledger.api.cli;

import picocli.CommandLine.Command;

/** {@code ledger freeze}, {@code unfreeze} and {@code close ACCOUNT}. */
abstract class StatusCommand extends AccountCommand {

    private final String action;

    StatusCommand(Terminal terminal, String action) {
        super(terminal);
        this.action = action;
    }

    @Override
    final int run(ApiClient client) {
        ApiAnswer answer = command(client, ApiClient.path("v1", "accounts", account(), action), null);
        print(answer, Table.ofAccount(answer.json()));
        return DONE;
    }

    /** No money moves until it is unfrozen. */
    @Command(name = "freeze", description = "Freezes an account: no money moves.")
    static final class Freeze extends StatusCommand {
        Freeze(Terminal terminal) {
            super(terminal, "freeze");
        }
    }

    /** The opposite of {@link Freeze}. */
    @Command(name = "unfreeze", description = "Unfreezes an account.")
    static final class Unfreeze extends StatusCommand {
        Unfreeze(Terminal terminal) {
            super(terminal, "unfreeze");
        }
    }

    /** The account must be empty. */
    @Command(name = "close", description = "Closes an empty account, for good.")
    static final class Close extends StatusCommand {
        Close(Terminal terminal) {
            super(terminal, "close");
        }
    }
}

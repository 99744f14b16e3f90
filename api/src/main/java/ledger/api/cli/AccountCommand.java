package ledger.api.cli;

import picocli.CommandLine.Parameters;

/** A subcommand that changes one account. */
abstract class AccountCommand extends SendingCommand {

    @Parameters(index = "0", paramLabel = "ACCOUNT", description = "The account's id.")
    private String account = "";

    AccountCommand(Terminal terminal) {
        super(terminal);
    }

    final String account() {
        return named("ACCOUNT", account);
    }
}

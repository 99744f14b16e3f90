package ledger.api;

import ledger.api.cli.LedgerCli;

/** The program {@code ledger}: exits with 0 when done, 1 when something failed, 2 on wrong usage. */
public final class LedgerMain {

    private LedgerMain() {}

    /**
     * Runs one command line and ends the process with its exit code.
     *
     * @param args the arguments, the subcommand first
     */
    public static void main(String[] args) {
        // TODO(lead): both stubs are replaced by the server's start and the topologies' descriptions. Keep the classes
        // of the server behind these lambdas: a client subcommand must not load them, or it starts slowly.
        LedgerCli cli = new LedgerCli(
                (flags, configFile) -> {
                    throw new UnsupportedOperationException("the server is not part of this build");
                },
                () -> {
                    throw new UnsupportedOperationException("the topologies are not part of this build");
                });
        System.exit(cli.run(args));
    }
}

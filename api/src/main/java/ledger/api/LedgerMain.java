package ledger.api;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import ledger.api.cli.LedgerCli;
import ledger.api.server.ServerRunner;
import ledger.api.server.TopologyText;

/** The program {@code ledger}: exits with 0 when done, 1 when something failed, 2 on wrong usage. */
public final class LedgerMain {
    private LedgerMain() {}

    /**
     * Runs one command line and ends the process with its exit code.
     *
     * @param args the arguments, the subcommand first
     */
    public static void main(String[] args) {
        // The server's classes stand behind these references: a client subcommand does not load them, and starts fast.
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        System.exit(new LedgerCli(ServerRunner::run, TopologyText::describe, out).run(args));
    }
}

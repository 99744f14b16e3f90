package ledger.api.cli;

import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line of the ledger.
 *
 * <p>Exit codes: 0 done; 1 failed, with one line on standard error that says why; 2 wrong usage. A stack trace is never
 * printed.
 */
public final class LedgerCli {

    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    private final Terminal terminal;
    private final CommandLine commandLine;

    /**
     * A command line on the process's own standard streams.
     *
     * @param launcher runs the server for {@code run}; called at most once
     * @param topology describes the Streams topologies for {@code topology}; called at most once
     */
    public LedgerCli(ServerLauncher launcher, Supplier<String> topology) {
        this(launcher, topology, System.out);
    }

    /**
     * As the other constructor, but with another standard output. {@link System#out} does not tell why it could not be written.
     */
    public LedgerCli(ServerLauncher launcher, Supplier<String> topology, OutputStream out) {
        this(launcher, topology, Terminal.system(out));
    }

    LedgerCli(ServerLauncher launcher, Supplier<String> topology, Terminal terminal) {
        this.terminal = terminal;
        this.commandLine = new CommandLine(new Root())
                .addSubcommand(new RunCommand(launcher))
                .addSubcommand(new OpenCommand(terminal))
                .addSubcommand(new MoneyCommand.Deposit(terminal))
                .addSubcommand(new MoneyCommand.Withdraw(terminal))
                .addSubcommand(new TransferCommand.Transfer(terminal))
                .addSubcommand(new TransferCommand.Hold(terminal))
                .addSubcommand(new ChangeCommand.Capture(terminal))
                .addSubcommand(new ChangeCommand.VoidHold(terminal))
                .addSubcommand(new ChangeCommand.Reverse(terminal))
                .addSubcommand(new TransactionCommand(terminal))
                .addSubcommand(new BalanceCommand(terminal))
                .addSubcommand(new StatementCommand(terminal))
                .addSubcommand(new ActivityCommand(terminal))
                .addSubcommand(new RollupsCommand(terminal))
                .addSubcommand(new TrialBalanceCommand(terminal))
                .addSubcommand(new EventsCommand(terminal))
                .addSubcommand(new StatusCommand.Freeze(terminal))
                .addSubcommand(new StatusCommand.Unfreeze(terminal))
                .addSubcommand(new StatusCommand.Close(terminal))
                .addSubcommand(new ImportCommand(terminal))
                .addSubcommand(new ProjectionsCommand(terminal))
                .addSubcommand(new RebuildCommand(terminal))
                .addSubcommand(new ReplayCommand(terminal))
                .addSubcommand(DeadLettersCommand.with(terminal))
                .addSubcommand(new AuditCommand(terminal))
                .addSubcommand(new TopologyCommand(terminal, topology))
                .addSubcommand(new BenchCommand())
                .addSubcommand(new HelpCommand())
                .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
                .setExecutionStrategy(this::executeUnlessUnknown)
                .setParameterExceptionHandler((e, args) -> wrongUsage(message(e), e.getCommandLine()))
                .setExecutionExceptionHandler((e, command, parsed) -> failed(e, command));
    }

    /**
     * Runs one command line to its end.
     *
     * @param args the arguments, the subcommand first
     * @return the exit code
     */
    public int run(String... args) {
        int exitCode = commandLine.execute(args);
        String unwritten = terminal.out().fault();
        if (exitCode == DONE && unwritten != null) {
            terminal.complain("cannot write to standard output: " + unwritten);
            return FAILED;
        }
        return exitCode;
    }

    /** Where help is asked for, picocli passes over what it does not know: {@code ledger nonsense --help}. */
    private int executeUnlessUnknown(ParseResult parsed) {
        List<String> unknown = parsed.asCommandLineList().stream()
                .flatMap(command -> command.getParseResult().unmatched().stream())
                .toList();
        if (!unknown.isEmpty()) {
            throw new UnmatchedArgumentException(commandLine, unknown);
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    /** Of an option that is a map, picocli 4.7 says the word twice. */
    private static String message(CommandLine.ParameterException e) {
        return String.valueOf(e.getMessage()).replace("option option", "option");
    }

    private int wrongUsage(String message, CommandLine command) {
        String name = command.getCommandSpec().qualifiedName();
        terminal.complain(message + " (see " + name + " --help)");
        return WRONG_USAGE;
    }

    private int failed(Exception e, CommandLine command) {
        if (e instanceof CliException.Usage usage) {
            return wrongUsage(String.valueOf(usage.getMessage()), command);
        }
        if (e instanceof CliException) {
            terminal.complain(String.valueOf(e.getMessage()));
        } else {
            // A fault of our own. The class's name is what helps whoever reports it.
            terminal.complain("internal fault: " + e);
        }
        return FAILED;
    }

    /** What stands before the subcommand. */
    @Command(
            name = "ledger",
            mixinStandardHelpOptions = true,
            scope = CommandLine.ScopeType.INHERIT,
            versionProvider = Version.class,
            synopsisSubcommandLabel = "COMMAND",
            description = "A double-entry ledger on Kafka Streams.")
    private static final class Root {}

    /** The version that the build wrote into the jar. */
    private static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = LedgerCli.class.getPackage().getImplementationVersion();
            return new String[] {"ledger " + (version == null ? "(not packaged)" : version)};
        }
    }
}

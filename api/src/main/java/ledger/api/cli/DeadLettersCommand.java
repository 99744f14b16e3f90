package ledger.api.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import ledger.api.config.InvalidConfigException;
import ledger.api.deadletters.DeadLetterTopic;
import ledger.api.deadletters.LetterId;
import ledger.api.log.LogException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A subcommand of {@code ledger dead-letters}: works on the topic of the dead letters, with or without a server. */
abstract class DeadLettersCommand implements Callable<Integer> {

    @Option(names = "--json", description = "Print JSON for programs instead of text for people.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final LogOptions options = new LogOptions();

    final Terminal terminal;

    DeadLettersCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** What stands before the subcommands {@code list}, {@code show} and {@code retry}; without one, lists. */
    @Command(
            name = "dead-letters",
            customSynopsis = {
                "ledger dead-letters [OPTION]...",
                "       ledger dead-letters list|show|retry [OPTION]... [LETTER]..."
            },
            description = "Lists, shows and retries the records that could not be processed.")
    private static final class All extends DeadLettersListCommand {
        All(Terminal terminal) {
            super(terminal);
        }
    }

    static CommandLine with(Terminal terminal) {
        return new CommandLine(new All(terminal))
                .addSubcommand(new DeadLettersListCommand(terminal))
                .addSubcommand(new DeadLettersShowCommand(terminal))
                .addSubcommand(new DeadLettersRetryCommand(terminal));
    }

    @Override
    public final Integer call() {
        refuseOptionsBeforeTheSubcommand();
        check();
        try (DeadLetterTopic letters = DeadLetterTopic.open(options.config())) {
            run(letters);
        } catch (InvalidConfigException e) {
            throw new CliException.Usage(String.valueOf(e.getMessage()));
        } catch (LogException e) {
            throw new CliException(String.valueOf(e.getMessage()), e);
        }
        return ClientCommand.DONE;
    }

    /** They would be those of {@code dead-letters} alone, which lists, and would not be heard. */
    private void refuseOptionsBeforeTheSubcommand() {
        CommandLine parent = Objects.requireNonNull(spec).commandLine().getParent();
        if (parent.getCommand() instanceof All
                && !parent.getParseResult().matchedOptions().isEmpty()) {
            String option = parent.getParseResult().matchedOptions().getFirst().longestName();
            throw new CliException.Usage(option + " must stand behind " + spec.name());
        }
    }

    /** Refuses wrong usage, before anything is reached. */
    abstract void check();

    abstract void run(DeadLetterTopic letters);

    final boolean json() {
        return json;
    }

    static LetterId id(String text) {
        try {
            return LetterId.parse(text);
        } catch (IllegalArgumentException e) {
            throw new CliException.Usage(String.valueOf(e.getMessage()));
        }
    }
}

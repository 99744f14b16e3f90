package ledger.api.cli;

import ledger.api.deadletters.DeadLetter;
import ledger.api.deadletters.DeadLetterTopic;
import ledger.api.deadletters.LetterId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ledger dead-letters show ID}: all of one dead letter. */
@Command(name = "show", description = "Shows all of a dead letter.")
final class DeadLettersShowCommand extends DeadLettersCommand {

    @Parameters(paramLabel = "ID", description = "PARTITION:OFFSET, as listed.")
    private String id = "";

    DeadLettersShowCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    void check() {
        id(id);
    }

    @Override
    void run(DeadLetterTopic letters) {
        LetterId wanted = id(id);
        DeadLetter letter =
                letters.find(wanted).orElseThrow(() -> new CliException("there is no dead letter " + wanted));
        if (json()) {
            terminal.out().println(DeadLetterText.json(letter));
        } else {
            DeadLetterText.lines(letter).forEach(line -> terminal.out().println(Terminal.printable(line)));
        }
    }
}

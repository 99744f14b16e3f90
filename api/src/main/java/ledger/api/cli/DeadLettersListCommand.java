package ledger.api.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayDeque;
import java.util.Deque;
import ledger.api.deadletters.DeadLetter;
import ledger.api.deadletters.DeadLetterTopic;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ledger dead-letters list}: the last dead letters, the latest at the end. */
@Command(name = "list", description = "Lists the last dead letters, the latest at the end.")
class DeadLettersListCommand extends DeadLettersCommand {

    @Option(names = "--topic", paramLabel = "NAME", description = "Only what was in this topic.")
    private @Nullable String topic;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "How many at most (default: ${DEFAULT-VALUE}).")
    private int limit;

    DeadLettersListCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    void check() {
        if (limit < 1) {
            throw new CliException.Usage("--limit takes a whole number from 1 on, not " + limit);
        }
    }

    @Override
    void run(DeadLetterTopic letters) {
        Deque<DeadLetter> last = new ArrayDeque<>();
        long[] older = {0};
        letters.read(letter -> {
            if (isWanted(letter)) {
                last.add(letter);
                if (last.size() > limit) {
                    last.removeFirst();
                    older[0]++;
                }
            }
        });
        if (json()) {
            ArrayNode items = JsonNodeFactory.instance.arrayNode();
            last.forEach(letter -> items.add(DeadLetterText.json(letter)));
            terminal.out().println(items);
        } else {
            Table table = DeadLetterText.table();
            last.forEach(letter -> table.row(DeadLetterText.row(letter)));
            terminal.out().println(table.render());
        }
        if (older[0] > 0) {
            terminal.complain(older[0] + " older ones are not shown: give a higher --limit");
        }
    }

    private boolean isWanted(DeadLetter letter) {
        return topic == null
                || letter.origin()
                        .map(DeadLetter.Place::topic)
                        .filter(topic::equals)
                        .isPresent();
    }
}

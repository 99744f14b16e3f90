package ledger.api.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import ledger.api.deadletters.DeadLetter;
import ledger.api.deadletters.DeadLetterTopic;
import ledger.api.deadletters.Retries;
import ledger.api.deadletters.Retries.Retried;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ledger dead-letters retry}: what they hold is sent again to where it was. */
@Command(
        name = "retry",
        description = "Sends commands and messages between shards that became dead letters again to where they were.",
        footer = {"", "A record that still cannot be processed becomes a new dead letter."})
final class DeadLettersRetryCommand extends DeadLettersCommand {
    private static final int AT_ONCE = 500;

    @Parameters(
            arity = "0..*",
            paramLabel = "ID",
            description = "PARTITION:OFFSET, as listed. All of them are sent again, or none.")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--all", description = "All that can be sent again.")
    private boolean all;

    DeadLettersRetryCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    void check() {
        if (all == !ids.isEmpty()) {
            throw new CliException.Usage("give ids of dead letters, or --all");
        }
        ids.forEach(DeadLettersCommand::id);
    }

    @Override
    void run(DeadLetterTopic letters) {
        List<Retried> retried = all ? retryAll(letters) : retryThese(letters);
        if (json()) {
            ArrayNode items = JsonNodeFactory.instance.arrayNode();
            retried.forEach(each -> items.add(DeadLetterText.json(each)));
            terminal.out().println(items);
        } else {
            Table table = new Table().text("letter", "topic").figures("partition", "offset");
            retried.forEach(each -> table.row(
                    each.letter().toString(),
                    each.place().topic(),
                    Integer.toString(each.place().partition()),
                    Long.toString(each.place().offset())));
            terminal.out().println(table.render());
        }
    }

    private List<Retried> retryThese(DeadLetterTopic letters) {
        List<DeadLetter> found =
                letters.find(ids.stream().map(DeadLettersCommand::id).distinct().toList());
        for (DeadLetter letter : found) {
            letter.refusal().ifPresent(why -> {
                throw new CliException("nothing was sent: dead letter " + letter.id() + " cannot be retried: " + why);
            });
        }
        try (Retries retries = letters.retries()) {
            return retries.retry(found);
        }
    }

    private List<Retried> retryAll(DeadLetterTopic letters) {
        List<Retried> retried = new ArrayList<>();
        Map<String, Integer> refused = new TreeMap<>();
        List<DeadLetter> next = new ArrayList<>();
        try (Retries retries = letters.retries()) {
            letters.read(letter -> {
                if (letter.refusal().isPresent()) {
                    refused.merge(letter.refusal().get(), 1, Integer::sum);
                    return;
                }
                next.add(letter);
                if (next.size() == AT_ONCE) {
                    retried.addAll(retries.retry(next));
                    next.clear();
                }
            });
            retried.addAll(retries.retry(next));
        }
        refused.forEach((why, count) -> terminal.complain(count + " were not sent again: " + why));
        return retried;
    }
}

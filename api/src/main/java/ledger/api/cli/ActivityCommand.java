package ledger.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ledger activity ACCOUNT}: how much moved in every hour or day. */
@Command(
        name = "activity",
        description = "Lists how often and how much an account's balance was moved, by day or hour.")
final class ActivityCommand extends PagesCommand {

    @Parameters(index = "0", paramLabel = "ACCOUNT", description = "The account's id.")
    private String account = "";

    @Option(names = "--window", paramLabel = "hour|day", description = "How time is cut, in UTC (default: day).")
    private @Nullable String window;

    @Option(names = "--from", paramLabel = "TIME", description = "From the hour or day of this effective time on.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Hours or days that start before this time.")
    private @Nullable String to;

    ActivityCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    String path() {
        return ApiClient.path("v1", "accounts", named("ACCOUNT", account), "activity");
    }

    @Override
    Map<String, @Nullable String> choice() {
        Map<String, @Nullable String> choice = new HashMap<>();
        choice.put("window", window);
        choice.put("from", from);
        choice.put("to", to);
        return choice;
    }

    @Override
    Table table(JsonNode items) {
        Table table = new Table().text("from", "to").figures("count", "in", "out");
        items.forEach(item -> table.row(
                Table.cell(item, "from"),
                Table.cell(item, "to"),
                Table.cell(item, "count"),
                Table.cell(item, "in"),
                Table.cell(item, "out")));
        return table;
    }
}

package ledger.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ledger statement ACCOUNT}: a page of its entries, or all of them. */
@Command(name = "statement", description = "Lists what moved an account's balance.")
final class StatementCommand extends PagesCommand {

    @Parameters(index = "0", paramLabel = "ACCOUNT", description = "The account's id.")
    private String account = "";

    @Option(names = "--from", paramLabel = "TIME", description = "Recorded at this time or later.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Recorded before this time.")
    private @Nullable String to;

    @Option(names = "--order", paramLabel = "asc|desc", description = "Oldest or newest first.")
    private @Nullable String order;

    StatementCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    String path() {
        return ApiClient.path("v1", "accounts", named("ACCOUNT", account), "statement");
    }

    @Override
    Map<String, @Nullable String> choice() {
        Map<String, @Nullable String> choice = new HashMap<>();
        choice.put("from", from);
        choice.put("to", to);
        choice.put("order", order);
        return choice;
    }

    @Override
    Table table(JsonNode items) {
        Table table = new Table()
                .figures("version")
                .text("recorded at", "effective at")
                .figures("amount", "balance")
                .text("counterparties", "reference", "transaction");
        items.forEach(item -> table.row(
                Table.cell(item, "version"),
                Table.cell(item, "recordedAt"),
                Table.cell(item, "effectiveAt"),
                Table.cell(item, "amount"),
                Table.cell(item, "balanceAfter"),
                item.path("counterparties").valueStream().map(JsonNode::asText).collect(Collectors.joining(" ")),
                Table.cell(item, "reference"),
                Table.cell(item, "transactionId")));
        return table;
    }
}

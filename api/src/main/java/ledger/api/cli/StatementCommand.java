package ledger.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ledger statement ACCOUNT}: a page of its entries, or all of them. */
@Command(name = "statement", description = "Lists what moved an account's balance.")
final class StatementCommand extends ClientCommand {

    private static final String LARGEST_PAGE = "1000";

    @Parameters(index = "0", paramLabel = "ACCOUNT", description = "The account's id.")
    private String account = "";

    @Option(names = "--from", paramLabel = "TIME", description = "Recorded at this time or later.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Recorded before this time.")
    private @Nullable String to;

    @Option(names = "--order", paramLabel = "asc|desc", description = "Oldest or newest first.")
    private @Nullable String order;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Entries on a page, 1 to 1000 (default: 50, with --all 1000).")
    private @Nullable Integer limit;

    @Option(names = "--all", description = "All pages, one after the other.")
    private boolean all;

    @Option(
            names = "--min-version",
            paramLabel = "VERSION",
            description = "Wait until the account is known at this version at least.")
    private @Nullable Long minVersion;

    StatementCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run(ApiClient client) {
        String path = ApiClient.path("v1", "accounts", named("ACCOUNT", account), "statement");
        Map<String, String> query = query();
        if (!all) {
            ApiAnswer page = client.get(path, query);
            print(page, table(require(page).path("items")));
            hintAtMore(page.json());
            return DONE;
        }
        boolean first = true;
        for (String cursor = ""; cursor != null; first = false) {
            if (!cursor.isEmpty()) {
                query.put("cursor", cursor);
            }
            JsonNode page = require(client.get(path, query));
            printNext(page, first);
            cursor = page.path("nextCursor").textValue();
        }
        if (options.json()) {
            terminal.out().println("],\"nextCursor\":null}");
        }
        return DONE;
    }

    /** Prints a page as it comes, so that a statement of any length fits into memory. */
    private void printNext(JsonNode page, boolean first) {
        if (!options.json()) {
            if (first || !page.path("items").isEmpty()) {
                terminal.out().println(table(page.path("items")).render());
            }
            return;
        }
        String items = page.path("items").valueStream().map(JsonNode::toString).collect(Collectors.joining(",\n"));
        if (first) {
            terminal.out().print("{\"items\":[");
        } else if (!items.isEmpty()) {
            terminal.out().print(",\n");
        }
        terminal.out().print(items);
    }

    private void hintAtMore(JsonNode page) {
        if (!options.json() && page.path("nextCursor").isTextual()) {
            terminal.err().println("There is more: --all lists everything, --limit, --from and --to choose.");
        }
    }

    private Map<String, String> query() {
        Map<String, String> query = new TreeMap<>();
        if (from != null) {
            query.put("from", from);
        }
        if (to != null) {
            query.put("to", to);
        }
        if (order != null) {
            query.put("order", order);
        }
        if (limit != null) {
            query.put("limit", limit.toString());
        } else if (all) {
            query.put("limit", LARGEST_PAGE);
        }
        if (minVersion != null) {
            query.put("minVersion", minVersion.toString());
        }
        return query;
    }

    private static Table table(JsonNode items) {
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

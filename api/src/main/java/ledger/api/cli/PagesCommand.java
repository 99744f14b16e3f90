package ledger.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A subcommand that lists what belongs to an account: a page, or all of them. */
abstract class PagesCommand extends ClientCommand {

    private static final String LARGEST_PAGE = "1000";

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Rows on a page, 1 to 1000 (default: 50, with --all 1000).")
    private @Nullable Integer limit;

    @Option(names = "--all", description = "All pages, one after the other.")
    private boolean all;

    @Option(
            names = "--min-version",
            paramLabel = "VERSION",
            description = "Wait until the account is known at this version at least.")
    private @Nullable Long minVersion;

    PagesCommand(Terminal terminal) {
        super(terminal);
    }

    /** The address of the list. */
    abstract String path();

    /** What chooses among what is listed; {@code null} where the option was not given. */
    abstract Map<String, @Nullable String> choice();

    /** Items of a page as people read them. */
    abstract Table table(JsonNode items);

    @Override
    final int run(ApiClient client) {
        String path = path();
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

    /** Prints a page as it comes, so that a list of any length fits into memory. */
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
        choice().forEach((name, value) -> {
            if (value != null) {
                query.put(name, value);
            }
        });
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
}

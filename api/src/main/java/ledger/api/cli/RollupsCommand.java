package ledger.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ledger rollups PREFIX}: what the accounts under a prefix come to, a currency a row. */
@Command(
        name = "rollups",
        description = "Shows how many accounts there are under a prefix, and the sum of their balances.")
final class RollupsCommand extends ClientCommand {

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "PREFIX",
            description = "The beginning of account ids, as in acme: (default: all accounts).")
    private String prefix = "";

    RollupsCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run(ApiClient client) {
        ApiAnswer answer = client.get("/v1/rollups", prefix.isEmpty() ? Map.of() : Map.of("prefix", prefix));
        print(answer, table(require(answer).path("items")));
        return DONE;
    }

    private static Table table(JsonNode items) {
        Table table = new Table().text("prefix", "currency").figures("accounts", "balance");
        items.forEach(item -> table.row(
                Table.cell(item, "prefix"),
                Table.cell(item, "currency"),
                Table.cell(item, "accounts"),
                Table.cell(item, "balance")));
        return table;
    }
}

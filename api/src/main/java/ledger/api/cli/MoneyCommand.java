package ledger.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ledger deposit} and {@code ledger withdraw ACCOUNT AMOUNT CURRENCY}. */
abstract class MoneyCommand extends AccountCommand {

    @Parameters(index = "1", paramLabel = "AMOUNT", description = "In major units, as in 12.34.")
    private String amount = "";

    @Parameters(index = "2", paramLabel = "CURRENCY", description = "The account's currency, as in EUR.")
    private String currency = "";

    @Option(names = "--reference", paramLabel = "TEXT", description = "What the money is for.")
    private @Nullable String reference;

    @Option(
            names = "--effective-at",
            paramLabel = "TIME",
            description = "When it takes effect, as in 2026-01-31T00:00:00Z (default: when it is decided).")
    private @Nullable String effectiveAt;

    @Option(names = "--metadata", paramLabel = "NAME=VALUE", description = "A note on it; may be repeated.")
    private Map<String, String> metadata = new LinkedHashMap<>();

    private final String resource;

    MoneyCommand(Terminal terminal, String resource) {
        super(terminal);
        this.resource = resource;
    }

    @Override
    final int run(ApiClient client) {
        ObjectNode body = ApiClient.JSON.createObjectNode();
        body.put("amount", amount).put("currency", currency);
        if (reference != null) {
            body.put("reference", reference);
        }
        if (effectiveAt != null) {
            body.put("effectiveAt", effectiveAt);
        }
        if (!metadata.isEmpty()) {
            metadata.forEach(body.putObject("metadata")::put);
        }
        ApiAnswer answer = command(client, ApiClient.path("v1", "accounts", account(), resource), body);
        print(answer, table(answer.json()));
        return DONE;
    }

    private static Table table(JsonNode transaction) {
        Table table = new Table()
                .text("transaction", "status", "account")
                .figures("balance", "reserved", "available", "version");
        transaction
                .path("balances")
                .forEachEntry((account, after) -> table.row(
                        Table.cell(transaction, "id"),
                        Table.cell(transaction, "status"),
                        account,
                        Table.cell(after, "balance"),
                        Table.cell(after, "reserved"),
                        Table.unlimited(after, "available"),
                        Table.cell(after, "version")));
        return table;
    }

    /** Money comes in from {@code @world}. */
    @Command(name = "deposit", description = "Books money that comes into an account.")
    static final class Deposit extends MoneyCommand {
        Deposit(Terminal terminal) {
            super(terminal, "deposits");
        }
    }

    /** Money goes out to {@code @world}. */
    @Command(name = "withdraw", description = "Books money that leaves an account.")
    static final class Withdraw extends MoneyCommand {
        Withdraw(Terminal terminal) {
            super(terminal, "withdrawals");
        }
    }
}

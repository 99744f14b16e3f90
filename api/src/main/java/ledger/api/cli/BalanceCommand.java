package ledger.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ledger balance ACCOUNT}: as it stands, or at a time. */
@Command(name = "balance", description = "Shows an account with its balance, now or at a time.")
final class BalanceCommand extends ClientCommand {

    @Parameters(index = "0", paramLabel = "ACCOUNT", description = "The account's id.")
    private String account = "";

    @Option(
            names = "--min-version",
            paramLabel = "VERSION",
            description = "Wait until the account is known at this version at least.")
    private @Nullable Long minVersion;

    @Option(names = "--as-of", paramLabel = "TIME", description = "The balance as it was recorded at this time.")
    private @Nullable String asOf;

    @Option(
            names = "--effective-as-of",
            paramLabel = "TIME",
            description = "The balance of what had taken effect by this time.")
    private @Nullable String effectiveAsOf;

    BalanceCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run(ApiClient client) {
        Map<String, String> query = new TreeMap<>();
        if (minVersion != null) {
            query.put("minVersion", minVersion.toString());
        }
        if (asOf != null) {
            query.put("asOf", asOf);
        }
        if (effectiveAsOf != null) {
            query.put("effectiveAsOf", effectiveAsOf);
        }
        boolean atTime = asOf != null || effectiveAsOf != null;
        String id = named("ACCOUNT", account);
        ApiAnswer answer = client.get(
                atTime ? ApiClient.path("v1", "accounts", id, "balance") : ApiClient.path("v1", "accounts", id), query);
        JsonNode body = require(answer);
        print(answer, atTime ? atTime(body) : Table.ofAccount(body));
        return DONE;
    }

    private static Table atTime(JsonNode balance) {
        return new Table()
                .text("account", "currency", "as of", "effective as of")
                .figures("balance")
                .row(
                        Table.cell(balance, "id"),
                        Table.cell(balance, "currency"),
                        Table.cell(balance, "asOf"),
                        Table.cell(balance, "effectiveAsOf"),
                        Table.cell(balance, "balance"));
    }
}

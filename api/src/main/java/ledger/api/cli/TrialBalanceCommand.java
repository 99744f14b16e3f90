package ledger.api.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ledger trial-balance}: whether debits equal credits, a currency a row. */
@Command(name = "trial-balance", description = "Shows the totals of every currency, and whether they balance.")
final class TrialBalanceCommand extends ClientCommand {

    @Option(names = "--currency", paramLabel = "CURRENCY", description = "Only this one, as in EUR (default: all).")
    private @Nullable String currency;

    TrialBalanceCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run(ApiClient client) {
        ApiAnswer answer = client.get("/v1/trial-balance", currency == null ? Map.of() : Map.of("currency", currency));
        print(answer, Table.ofTrialBalance(require(answer).path("items")));
        return DONE;
    }
}

package ledger.api.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ledger transaction TRANSACTION}: as it stands. */
@Command(name = "transaction", description = "Shows a transaction with its postings.")
final class TransactionCommand extends ClientCommand {

    @Parameters(index = "0", paramLabel = "TRANSACTION", description = "The transaction's id.")
    private String transaction = "";

    TransactionCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run(ApiClient client) {
        ApiAnswer answer =
                client.get(ApiClient.path("v1", "transactions", named("TRANSACTION", transaction)), Map.of());
        print(answer, Table.ofPostings(require(answer)));
        return DONE;
    }
}

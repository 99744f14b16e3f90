package ledger.api.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ledger deposit} and {@code ledger withdraw ACCOUNT AMOUNT CURRENCY}. */
abstract class MoneyCommand extends AccountCommand {

    @Parameters(index = "1", paramLabel = "AMOUNT", description = "In major units, as in 12.34.")
    private String amount = "";

    @Parameters(index = "2", paramLabel = "CURRENCY", description = "The account's currency, as in EUR.")
    private String currency = "";

    @Mixin
    private final ParticularsOptions particulars = new ParticularsOptions();

    private final String resource;

    MoneyCommand(Terminal terminal, String resource) {
        super(terminal);
        this.resource = resource;
    }

    @Override
    final int run(ApiClient client) {
        ObjectNode body = ApiClient.JSON.createObjectNode();
        body.put("amount", amount).put("currency", currency);
        particulars.putInto(body);
        ApiAnswer answer = command(client, ApiClient.path("v1", "accounts", account(), resource), body);
        print(answer, Table.ofBalances(answer.json()));
        return DONE;
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

package ledger.api.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ledger transfer} and {@code ledger hold FROM TO AMOUNT CURRENCY}: a transaction of one posting. */
abstract class TransferCommand extends SendingCommand {

    @Parameters(index = "0", paramLabel = "FROM", description = "The account that is debited, or @world.")
    private String from = "";

    @Parameters(index = "1", paramLabel = "TO", description = "The account that is credited, or @world.")
    private String to = "";

    @Parameters(index = "2", paramLabel = "AMOUNT", description = "In major units, as in 12.34.")
    private String amount = "";

    @Parameters(index = "3", paramLabel = "CURRENCY", description = "The currency of both accounts, as in EUR.")
    private String currency = "";

    @Mixin
    private final ParticularsOptions particulars = new ParticularsOptions();

    TransferCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    final int run(ApiClient client) {
        ObjectNode body = ApiClient.JSON.createObjectNode();
        body.putArray("postings")
                .addObject()
                .put("from", from)
                .put("to", to)
                .put("amount", amount)
                .put("currency", currency);
        putMore(body);
        particulars.putInto(body);
        ApiAnswer answer = command(client, "/v1/transactions", body);
        print(answer, Table.ofBalances(answer.json()));
        return DONE;
    }

    /** Adds what makes it another transaction than a transfer. */
    abstract void putMore(ObjectNode body);

    /** Posted at once. */
    @Command(name = "transfer", description = "Moves money from one account to another.")
    static final class Transfer extends TransferCommand {
        Transfer(Terminal terminal) {
            super(terminal);
        }

        @Override
        void putMore(ObjectNode body) {}
    }

    /** Reserved now, posted when it is captured. */
    @Command(name = "hold", description = "Reserves money for a transfer, until it is captured or voided.")
    static final class Hold extends TransferCommand {

        @Option(
                names = "--expires-in",
                paramLabel = "DURATION",
                description = "Released by itself after this time, as in PT24H or P7D (default: never).")
        private @Nullable String expiresIn;

        Hold(Terminal terminal) {
            super(terminal);
        }

        @Override
        void putMore(ObjectNode body) {
            body.put("pending", true);
            if (expiresIn != null) {
                body.put("expiresIn", expiresIn);
            }
        }
    }
}

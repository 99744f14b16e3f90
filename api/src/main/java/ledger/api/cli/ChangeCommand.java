package ledger.api.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ledger capture}, {@code void} and {@code reverse TRANSACTION}. */
abstract class ChangeCommand extends SendingCommand {

    @Parameters(index = "0", paramLabel = "TRANSACTION", description = "The transaction's id.")
    private String transaction = "";

    private final String action;

    ChangeCommand(Terminal terminal, String action) {
        super(terminal);
        this.action = action;
    }

    @Override
    final int run(ApiClient client) {
        String path = ApiClient.path("v1", "transactions", named("TRANSACTION", transaction), action);
        ObjectNode body = ApiClient.JSON.createObjectNode();
        putInto(body);
        ApiAnswer answer = command(client, path, body.isEmpty() ? null : body);
        print(answer, Table.ofBalances(answer.json()));
        return DONE;
    }

    /** Adds what is to be said beyond the address. */
    abstract void putInto(ObjectNode body);

    /** Posts what was reserved. */
    @Command(name = "capture", description = "Posts a held transaction, in whole or in part.")
    static final class Capture extends ChangeCommand {

        @Parameters(
                index = "1",
                arity = "0..1",
                paramLabel = "AMOUNT",
                description = "How much of it, as in 12.34 (default: all that is left).")
        private @Nullable String amount;

        @Option(names = "--final", description = "Release what is left after it.")
        private boolean last;

        Capture(Terminal terminal) {
            super(terminal, "capture");
        }

        @Override
        void putInto(ObjectNode body) {
            if (amount != null) {
                body.put("amount", amount);
            }
            if (last) {
                body.put("final", true);
            }
        }
    }

    /** Releases what was reserved. */
    @Command(name = "void", description = "Releases what is left of a held transaction.")
    static final class VoidHold extends ChangeCommand {
        VoidHold(Terminal terminal) {
            super(terminal, "void");
        }

        @Override
        void putInto(ObjectNode body) {}
    }

    /** Makes a new transaction. */
    @Command(name = "reverse", description = "Posts the opposite of a posted transaction, once.")
    static final class Reverse extends ChangeCommand {

        @Option(names = "--reference", paramLabel = "TEXT", description = "Why it is reversed.")
        private @Nullable String reference;

        @Option(names = "--metadata", paramLabel = "NAME=VALUE", description = "A note on it; may be repeated.")
        private Map<String, String> metadata = new LinkedHashMap<>();

        Reverse(Terminal terminal) {
            super(terminal, "reverse");
        }

        @Override
        void putInto(ObjectNode body) {
            if (reference != null) {
                body.put("reference", reference);
            }
            if (!metadata.isEmpty()) {
                metadata.forEach(body.putObject("metadata")::put);
            }
        }
    }
}

package ledger.api.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ledger open ACCOUNT CURRENCY}. */
@Command(name = "open", description = "Opens an account.")
final class OpenCommand extends AccountCommand {

    private static final String UNLIMITED = "unlimited";

    @Parameters(index = "1", paramLabel = "CURRENCY", description = "ISO 4217 code or declared asset, as in EUR.")
    private String currency = "";

    @Option(
            names = "--overdraft-limit",
            paramLabel = "AMOUNT",
            description = "How far the balance may go below zero, or 'unlimited' (default: not at all).")
    private @Nullable String overdraftLimit;

    @Option(
            names = "--max-balance",
            paramLabel = "AMOUNT",
            description = "What the balance may not exceed (default: no limit).")
    private @Nullable String maxBalance;

    @Option(names = "--metadata", paramLabel = "NAME=VALUE", description = "A note on the account; may be repeated.")
    private Map<String, String> metadata = new LinkedHashMap<>();

    OpenCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run(ApiClient client) {
        ObjectNode body = ApiClient.JSON.createObjectNode();
        body.put("id", account()).put("currency", currency);
        putLimit(body, "overdraftLimit", overdraftLimit);
        putLimit(body, "maxBalance", maxBalance);
        if (!metadata.isEmpty()) {
            metadata.forEach(body.putObject("metadata")::put);
        }
        ApiAnswer answer = command(client, "/v1/accounts", body);
        print(answer, Table.ofAccount(answer.json()));
        return DONE;
    }

    private static void putLimit(ObjectNode body, String field, @Nullable String limit) {
        if (UNLIMITED.equals(limit)) {
            body.putNull(field);
        } else if (limit != null) {
            body.put(field, limit);
        }
    }
}

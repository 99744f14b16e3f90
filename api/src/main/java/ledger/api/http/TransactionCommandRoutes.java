package ledger.api.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.Set;
import ledger.api.requests.RequestHeaders;
import ledger.api.requests.TransactionReader;
import ledger.language.CommandId;
import ledger.language.Instruction;
import ledger.language.TransactionId;

/** Commands that make a transaction of several accounts, and those that name one. */
final class TransactionCommandRoutes {
    private static final Set<String> BODY_ONLY = Set.of();

    private final CommandCalls commands;
    private final TransactionReader transactions;
    private final int maxBodyBytes;

    TransactionCommandRoutes(CommandCalls commands, TransactionReader transactions, int maxBodyBytes) {
        this.commands = commands;
        this.transactions = transactions;
        this.maxBodyBytes = maxBodyBytes;
    }

    void add(Endpoints endpoints) {
        endpoints
                .post("/v1/transactions", this::post)
                .post("/v1/transactions/{id}/capture", named(transactions::capture))
                .post("/v1/transactions/{id}/void", named(transactions::voiding))
                .post("/v1/transactions/{id}/reverse", named(transactions::reverse));
    }

    private void post(Context exchange) throws InterruptedException {
        CommandId key = key(exchange);
        ObjectNode body = Exchanges.object(exchange, maxBodyBytes);
        commands.answerOfTransaction(exchange, key, transactions.transaction(body, BODY_ONLY));
    }

    /** Reads what is to become of a transaction. */
    private interface Reader {
        Instruction read(ObjectNode body, TransactionId transaction, Set<String> more);
    }

    private Handler named(Reader reader) {
        return exchange -> {
            TransactionId transaction = Exchanges.transaction(exchange);
            CommandId key = key(exchange);
            ObjectNode body = Exchanges.optionalObject(exchange, maxBodyBytes);
            commands.answerOfTransaction(exchange, key, reader.read(body, transaction, BODY_ONLY));
        };
    }

    private static CommandId key(Context exchange) {
        return RequestHeaders.key(Exchanges.header(exchange, "Idempotency-Key"));
    }
}

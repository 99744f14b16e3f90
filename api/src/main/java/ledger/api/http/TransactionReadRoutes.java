package ledger.api.http;

import io.javalin.http.Context;
import ledger.api.answers.JsonBodies;
import ledger.language.TransactionId;
import ledger.projections.transactions.TransactionQueries;
import ledger.projections.transactions.TransactionView;

/** Transactions as they stand, from the transactions read model. */
final class TransactionReadRoutes {
    private static final int OK = 200;

    private final TransactionQueries transactions;
    private final Reading reading;

    TransactionReadRoutes(TransactionQueries transactions, Reading reading) {
        this.transactions = transactions;
        this.reading = reading;
    }

    void add(Endpoints endpoints) {
        endpoints.get("/v1/transactions/{id}", this::transaction);
    }

    private void transaction(Context exchange) {
        Exchanges.allowParameters(exchange);
        TransactionId id = Exchanges.transaction(exchange);
        TransactionView found = transactions
                .find(id, reading.acknowledged(id), Reading.unaskedWait(exchange), Reading.wait(exchange))
                .orElseThrow(() -> Tenancy.notFound(id));
        Tenancy.requireTransaction(Guard.caller(exchange), found.transaction());
        Exchanges.writeJson(exchange, OK, JsonBodies.transaction(found.transaction(), found.balances()));
    }
}

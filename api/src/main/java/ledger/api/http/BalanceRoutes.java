package ledger.api.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.time.Instant;
import ledger.language.AccountId;
import ledger.projections.ReadBarrier;
import ledger.projections.history.BalanceAt;
import ledger.projections.history.BalanceHistoryQueries;
import org.jspecify.annotations.Nullable;

/** What an account held at a time, from the balance history. */
final class BalanceRoutes {
    private final BalanceHistoryQueries history;
    private final ReadBarrier barrier;
    private final Reading reading;

    BalanceRoutes(BalanceHistoryQueries history, ReadBarrier barrier, Reading reading) {
        this.history = history;
        this.barrier = barrier;
        this.reading = reading;
    }

    void add(Endpoints endpoints) {
        endpoints.get("/v1/accounts/{id}/balance", this::balance);
    }

    private void balance(Context exchange) throws InterruptedException {
        Exchanges.allowParameters(exchange, "asOf", "effectiveAsOf", "minVersion");
        AccountId id = Exchanges.account(exchange);
        Instant asOf = Reading.time(exchange, "asOf");
        Instant effectiveAsOf = Reading.time(exchange, "effectiveAsOf");
        // Waited for with the balance itself: another generation may serve by the next look, and not be there yet.
        BalanceAt balance = reading.atVersion(
                        exchange,
                        id,
                        barrier,
                        () -> history.balanceAt(id, asOf, effectiveAsOf),
                        found -> found.map(BalanceAt::version).orElse(0L))
                .orElseThrow(() -> Reading.accountNotFound(id).asException());
        exchange.header("ETag", "\"" + balance.version() + "\"");
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("id", id.value());
        body.put("currency", balance.asset().code());
        body.put("balance", balance.asset().format(balance.minor()));
        body.put("asOf", textOrNull(asOf));
        body.put("effectiveAsOf", textOrNull(effectiveAsOf));
        Exchanges.writeJson(exchange, 200, body);
    }

    private static @Nullable String textOrNull(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}

package ledger.api.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.util.List;
import ledger.api.answers.JsonBodies;
import ledger.api.requests.InvalidRequest;
import ledger.language.Assets;
import ledger.projections.Gathered;
import ledger.projections.trialbalance.TrialBalanceItem;
import ledger.projections.trialbalance.TrialBalanceQueries;
import org.jspecify.annotations.Nullable;

/** What all movements come to, from the trial balance. */
final class TrialBalanceRoutes {
    private static final int OK = 200;

    private final TrialBalanceQueries trialBalance;

    TrialBalanceRoutes(TrialBalanceQueries trialBalance) {
        this.trialBalance = trialBalance;
    }

    void add(Endpoints endpoints) {
        endpoints.get("/v1/trial-balance", this::list);
    }

    private void list(Context exchange) {
        Exchanges.allowParameters(exchange, "currency");
        String currency = currency(exchange);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode items = body.putArray("items");
        Gathered<List<TrialBalanceItem>> gathered = trialBalance.items(currency, Reading.wait(exchange));
        gathered.answer().forEach(item -> items.add(JsonBodies.trialBalance(item)));
        body.putNull("nextCursor");
        Reading.putPositions(body, gathered);
        Exchanges.writeJson(exchange, OK, body);
    }

    private static @Nullable String currency(Context exchange) {
        String currency = Exchanges.parameter(exchange, "currency");
        if (currency != null && !Assets.isCode(currency)) {
            throw InvalidRequest.parameter("currency", "must be the code of a currency or asset, such as EUR");
        }
        return currency;
    }
}

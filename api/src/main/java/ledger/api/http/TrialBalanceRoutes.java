package ledger.api.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import ledger.api.requests.InvalidRequest;
import ledger.language.Asset;
import ledger.language.Assets;
import ledger.projections.Gathered;
import ledger.projections.trialbalance.Totals;
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
        gathered.answer().forEach(item -> items.add(json(item)));
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

    private static ObjectNode json(TrialBalanceItem item) {
        Asset asset = item.asset();
        Totals totals = item.totals();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("currency", asset.code());
        body.put("debits", format(asset, totals.debits()));
        body.put("credits", format(asset, totals.credits()));
        body.put("accounts", format(asset, totals.accounts()));
        body.put("boundary", format(asset, totals.boundary()));
        body.put("inTransit", format(asset, totals.inTransit()));
        body.put("balanced", totals.isBalanced());
        return body;
    }

    /** As {@link Asset#format}, but a total may be out of the range of amounts. */
    private static String format(Asset asset, BigInteger minor) {
        return new BigDecimal(minor, asset.scale()).toPlainString();
    }
}

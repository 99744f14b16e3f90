package ledger.api.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.util.List;
import ledger.api.answers.JsonBodies;
import ledger.api.requests.InvalidRequest;
import ledger.language.Assets;
import ledger.projections.Gathered;
import ledger.projections.ReadBarrier;
import ledger.projections.trialbalance.TrialBalanceItem;
import ledger.projections.trialbalance.TrialBalanceQueries;
import org.jspecify.annotations.Nullable;

/** What all movements come to, from the trial balance. */
final class TrialBalanceRoutes {
    private static final int OK = 200;

    private final TrialBalanceQueries trialBalance;
    private final ReadBarrier barrier;
    private final Reading reading;

    TrialBalanceRoutes(TrialBalanceQueries trialBalance, ReadBarrier barrier, Reading reading) {
        this.trialBalance = trialBalance;
        this.barrier = barrier;
        this.reading = reading;
    }

    void add(Endpoints endpoints) {
        endpoints.get("/v1/trial-balance", this::list);
    }

    private void list(Context exchange) throws InterruptedException {
        Exchanges.allowParameters(exchange, "currency", "limit", "cursor");
        String currency = currency(exchange);
        reading.awaitAcknowledged(exchange, barrier, trialBalance::version);
        Gathered<List<TrialBalanceItem>> gathered = trialBalance.items(currency, Reading.wait(exchange));
        ObjectNode body = ShortLists.page(
                exchange,
                "trial-balance",
                gathered.answer(),
                item -> item.asset().code() + "/" + item.asset().scale(),
                JsonBodies::trialBalance);
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

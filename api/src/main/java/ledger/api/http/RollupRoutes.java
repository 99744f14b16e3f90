package ledger.api.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.util.List;
import ledger.projections.Gathered;
import ledger.projections.ReadBarrier;
import ledger.projections.rollups.RollupItem;
import ledger.projections.rollups.RollupQueries;

/** What the accounts under a prefix come to, from the rollups. */
final class RollupRoutes {
    private static final int OK = 200;

    private final RollupQueries rollups;
    private final ReadBarrier barrier;
    private final Reading reading;

    RollupRoutes(RollupQueries rollups, ReadBarrier barrier, Reading reading) {
        this.rollups = rollups;
        this.barrier = barrier;
        this.reading = reading;
    }

    void add(Endpoints endpoints) {
        endpoints.get("/v1/rollups", this::list);
    }

    private void list(Context exchange) throws InterruptedException {
        Exchanges.allowParameters(exchange, "prefix", "limit", "cursor");
        String prefix = Reading.prefix(exchange);
        reading.awaitAcknowledged(exchange, barrier, rollups::version);
        Gathered<List<RollupItem>> gathered = rollups.items(prefix, Reading.wait(exchange));
        ObjectNode body = ShortLists.page(
                exchange,
                "rollups/" + prefix,
                gathered.answer(),
                item -> item.asset().code() + "/" + item.asset().scale(),
                item -> json(prefix, item));
        Reading.putPositions(body, gathered);
        Exchanges.writeJson(exchange, OK, body);
    }

    private static ObjectNode json(String prefix, RollupItem item) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("prefix", prefix);
        body.put("currency", item.asset().code());
        body.put("accounts", item.accounts());
        body.put("balance", item.asset().format(item.balance()));
        return body;
    }
}

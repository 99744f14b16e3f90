package ledger.api.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import ledger.api.requests.InvalidRequest;
import ledger.language.AccountId;
import ledger.language.Asset;
import ledger.projections.AccountPage;
import ledger.projections.ReadBarrier;
import ledger.projections.statements.StatementItem;
import ledger.projections.statements.StatementQueries;
import ledger.projections.statements.StatementRequest;
import org.jspecify.annotations.Nullable;

/** What moved an account's balance, from the statements read model. */
final class StatementRoutes {
    private final StatementQueries statements;
    private final ReadBarrier barrier;
    private final Reading reading;

    StatementRoutes(StatementQueries statements, ReadBarrier barrier, Reading reading) {
        this.statements = statements;
        this.barrier = barrier;
        this.reading = reading;
    }

    void add(Endpoints endpoints) {
        endpoints.get("/v1/accounts/{id}/statement", this::statement);
    }

    private void statement(Context exchange) throws InterruptedException {
        Exchanges.allowParameters(exchange, "from", "to", "limit", "cursor", "order", "minVersion");
        AccountId id = Exchanges.account(exchange);
        StatementRequest.Order order = order(exchange);
        StatementRequest request = new StatementRequest(
                Reading.time(exchange, "from"),
                Reading.time(exchange, "to"),
                order,
                cursor(exchange, id, order),
                Reading.limit(exchange));
        // Waited for with the page itself: another generation may serve by the next look, and not be there yet.
        AccountPage<StatementItem> found = reading.atVersion(
                        exchange,
                        id,
                        barrier,
                        () -> statements.page(id, request),
                        page -> page.map(AccountPage::version).orElse(0L))
                .orElseThrow(() -> Reading.accountNotFound(id).asException());
        exchange.header("ETag", "\"" + found.version() + "\"");
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode items = body.putArray("items");
        found.page().items().forEach(item -> items.add(item(found.asset(), item)));
        body.put("nextCursor", Cursors.encode(list(id, order), found.page().nextCursor()));
        Exchanges.writeJson(exchange, 200, body);
    }

    private static ObjectNode item(Asset asset, StatementItem item) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("version", item.version());
        body.put(
                "transactionId",
                item.transactionId() == null ? null : item.transactionId().value());
        body.put("amount", asset.format(item.amount()));
        body.put("balanceAfter", asset.format(item.balanceAfter()));
        ArrayNode counterparties = body.putArray("counterparties");
        item.counterparties().forEach(counterparty -> counterparties.add(counterparty.value()));
        body.put("reference", item.reference());
        body.put("recordedAt", item.recordedAt().toString());
        body.put("effectiveAt", item.effectiveAt().toString());
        return body;
    }

    private static StatementRequest.Order order(Context exchange) {
        String order = Exchanges.parameter(exchange, "order");
        return switch (order) {
            case null -> StatementRequest.Order.ASC;
            case "asc" -> StatementRequest.Order.ASC;
            case "desc" -> StatementRequest.Order.DESC;
            default -> throw InvalidRequest.parameter("order", "must be asc or desc");
        };
    }

    /** A cursor is of one account and goes one way. */
    private static String list(AccountId id, StatementRequest.Order order) {
        return "statement " + order + " " + id;
    }

    private static @Nullable Long cursor(Context exchange, AccountId id, StatementRequest.Order order) {
        String after = Cursors.decode(list(id, order), Exchanges.parameter(exchange, "cursor"));
        if (after != null && !after.matches("[0-9]{1,18}")) {
            throw Cursors.invalid();
        }
        return after == null ? null : Long.valueOf(after);
    }
}

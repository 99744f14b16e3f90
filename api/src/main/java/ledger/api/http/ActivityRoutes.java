package ledger.api.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.time.Instant;
import ledger.api.requests.InvalidRequest;
import ledger.api.requests.Times;
import ledger.language.AccountId;
import ledger.language.Asset;
import ledger.projections.AccountPage;
import ledger.projections.ReadBarrier;
import ledger.projections.activity.ActivityItem;
import ledger.projections.activity.ActivityQueries;
import ledger.projections.activity.ActivityRequest;
import ledger.projections.activity.Window;
import org.jspecify.annotations.Nullable;

/** How much moved on an account in every hour or day, from the activity read model. */
final class ActivityRoutes {
    private static final int OK = 200;

    private final ActivityQueries activity;
    private final ReadBarrier barrier;
    private final Reading reading;

    ActivityRoutes(ActivityQueries activity, ReadBarrier barrier, Reading reading) {
        this.activity = activity;
        this.barrier = barrier;
        this.reading = reading;
    }

    void add(Endpoints endpoints) {
        endpoints.get("/v1/accounts/{id}/activity", this::list);
    }

    private void list(Context exchange) throws InterruptedException {
        Exchanges.allowParameters(exchange, "window", "from", "to", "limit", "cursor", "minVersion");
        AccountId id = Exchanges.account(exchange);
        Window window = window(exchange);
        ActivityRequest request = new ActivityRequest(
                window,
                Reading.time(exchange, "from"),
                Reading.time(exchange, "to"),
                cursor(exchange, id, window),
                Reading.limit(exchange));
        // Waited for with the page itself: another generation may serve by the next look, and not be there yet.
        AccountPage<ActivityItem> found = reading.atVersion(
                        exchange,
                        id,
                        barrier,
                        () -> activity.page(id, request),
                        page -> page.map(AccountPage::version).orElse(0L))
                .orElseThrow(() -> Reading.accountNotFound(id).asException());
        exchange.header("ETag", "\"" + found.version() + "\"");
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode items = body.putArray("items");
        found.page().items().forEach(item -> items.add(json(found.asset(), item)));
        body.put("nextCursor", Cursors.encode(list(id, window), found.page().nextCursor()));
        Exchanges.writeJson(exchange, OK, body);
    }

    private static ObjectNode json(Asset asset, ActivityItem item) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("from", item.from().toString());
        body.put("to", earlier(item.to(), Times.LAST).toString());
        body.put("count", item.count());
        body.put("in", asset.format(item.in()));
        body.put("out", asset.format(item.out()));
        return body;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Window window(Context exchange) {
        String window = Exchanges.parameter(exchange, "window");
        return switch (window) {
            case null -> Window.DAY;
            case "day" -> Window.DAY;
            case "hour" -> Window.HOUR;
            default -> throw InvalidRequest.parameter("window", "must be hour or day");
        };
    }

    /** A cursor is of one account and one kind of windows. */
    private static String list(AccountId id, Window window) {
        return "activity " + window + " " + id;
    }

    private static @Nullable Long cursor(Context exchange, AccountId id, Window window) {
        String after = Cursors.decode(list(id, window), Exchanges.parameter(exchange, "cursor"));
        if (after != null && !after.matches("-?[0-9]{1,18}")) {
            throw Cursors.invalid();
        }
        return after == null ? null : Long.valueOf(after);
    }
}

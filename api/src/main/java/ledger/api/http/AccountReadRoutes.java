package ledger.api.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.util.Optional;
import ledger.api.answers.JsonBodies;
import ledger.language.Account;
import ledger.language.AccountId;
import ledger.projections.Gathered;
import ledger.projections.Page;
import ledger.projections.ReadBarrier;
import ledger.projections.balances.BalanceQueries;
import org.jspecify.annotations.Nullable;

/** Accounts as they stand, from the balances read model. */
final class AccountReadRoutes {
    private final BalanceQueries balances;
    private final ReadBarrier barrier;
    private final Reading reading;

    AccountReadRoutes(BalanceQueries balances, ReadBarrier barrier, Reading reading) {
        this.balances = balances;
        this.barrier = barrier;
        this.reading = reading;
    }

    void add(Endpoints endpoints) {
        endpoints.get("/v1/accounts", this::list).get("/v1/accounts/{id}", this::account);
    }

    private void account(Context exchange) throws InterruptedException {
        Exchanges.allowParameters(exchange, "minVersion");
        AccountId id = Exchanges.account(exchange);
        Optional<Account> account = reading.atVersion(
                exchange,
                id,
                barrier,
                () -> balances.find(id),
                found -> found.map(Account::version).orElse(0L));
        if (account.isEmpty()) {
            throw Reading.accountNotFound(id).asException();
        }
        exchange.header("ETag", "\"" + account.get().version() + "\"");
        Exchanges.writeJson(exchange, 200, JsonBodies.account(account.get()));
    }

    private void list(Context exchange) throws InterruptedException {
        Exchanges.allowParameters(exchange, "prefix", "limit", "cursor");
        String prefix = Reading.prefix(exchange);
        AccountId cursor = cursor(exchange, prefix);
        int limit = Reading.limit(exchange);
        reading.awaitAcknowledged(
                exchange, barrier, id -> balances.find(id).map(Account::version).orElse(0L));
        Gathered<Page<Account, AccountId>> gathered = balances.list(prefix, cursor, limit, Reading.wait(exchange));
        Page<Account, AccountId> page = gathered.answer();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode items = body.putArray("items");
        page.items().forEach(account -> items.add(JsonBodies.account(account)));
        body.put("nextCursor", Cursors.encode(list(prefix), page.nextCursor()));
        Reading.putPositions(body, gathered);
        Exchanges.writeJson(exchange, 200, body);
    }

    private static String list(String prefix) {
        return "accounts " + prefix;
    }

    private static @Nullable AccountId cursor(Context exchange, String prefix) {
        String after = Cursors.decode(list(prefix), Exchanges.parameter(exchange, "cursor"));
        if (after != null && !AccountId.isValid(after)) {
            throw Cursors.invalid();
        }
        return after == null ? null : new AccountId(after);
    }
}

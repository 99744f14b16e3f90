package ledger.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What clients may rely on when they read activity and rollups. */
@ExtendWith(SharedLedger.class)
class ActivityHttpTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    private final LedgerFixture ledger;
    private final Api api;

    ActivityHttpTest(LedgerFixture ledger) {
        this.ledger = ledger;
        this.api = ledger.api();
    }

    @Test
    void activityCountsWhatMovedInWindowsOfEffectiveTime() {
        String id = ledger.newAccount();
        move(id, "deposits", "100.00", "2026-03-01T10:00:00Z");
        move(id, "withdrawals", "30.00", "2026-03-01T10:59:59.999999Z");
        move(id, "deposits", "0.50", "2026-03-02T00:00:00+01:00");
        move(id, "deposits", "7.00", "1969-12-31T23:30:00Z");
        move(id, "deposits", "1.00", "9999-12-31T23:30:00Z");
        api.post(Api.account(id) + "/freeze", "").expect(200);
        Api.Reply reply = api.get(path(id, "")).expect(200);

        assertThat(reply.header("ETag")).isEqualTo("\"7\"");
        assertThat(reply.json())
                .isEqualTo(Api.parse(
                        "{\"items\":[" + item("1969-12-31T00:00:00Z", "1970-01-01T00:00:00Z", 1, "7.00", "0.00") + ","
                                + item("2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z", 3, "100.50", "30.00") + ","
                                + item("9999-12-31T00:00:00Z", "9999-12-31T23:59:59.999999999Z", 1, "1.00", "0.00")
                                + "],\"nextCursor\":null}"));
        assertThat(Api.fields(reply.json().path("items").get(0))).containsExactly("from", "to", "count", "in", "out");
        assertThat(reply.json()).isEqualTo(api.get(path(id, "?window=day")).json());
        assertThat(api.items(path(id, "?window=hour&from=2026-03-01T10:30:00Z&to=2026-03-01T11:00:00Z"), 10))
                .containsExactly(Api.parse(item("2026-03-01T10:00:00Z", "2026-03-01T11:00:00Z", 2, "100.00", "30.00")));
        assertThat(api.items(path(id, "?to=2026-03-01T00:00:00Z"), 10)).hasSize(1);
    }

    @Test
    void pagesCoverEveryWindowOnceWhileOthersAreAdded() {
        String id = ledger.newAccount();
        for (int hour = 10; hour < 20; hour++) {
            move(id, "deposits", "1.00", "2026-03-01T" + hour + ":00:00Z");
        }
        List<JsonNode> all = api.items(path(id, "?window=hour"), 1000);
        assertThat(all).hasSize(10);
        for (int limit : new int[] {1, 3, 10}) {
            assertThat(api.items(path(id, "?window=hour"), limit)).isEqualTo(all);
        }

        List<JsonNode> items = new ArrayList<>();
        api.eachPage(path(id, "?window=hour"), 4, page -> {
            page.path("items").forEach(items::add);
            // Before what was read, so that it moves nothing.
            move(id, "deposits", "1.00", "2026-02-01T0" + items.size() % 10 + ":00:00Z");
        });
        assertThat(items).isEqualTo(all);
    }

    @Test
    void oneSeesOnesOwnWritesAndWaitsForVersions() {
        String id = ledger.newAccount();
        for (int i = 1; i <= 20; i++) {
            move(id, "deposits", "1.00", "2026-03-01T00:00:00Z");
            assertThat(api.items(path(id, ""), 10).getFirst().path("count").intValue())
                    .isEqualTo(i);
        }
        Api.Reply behind =
                api.get(path(id, "?minVersion=22"), "Prefer", "wait=0").expect(503);
        assertThat(behind.json().path("code").textValue()).isEqualTo("READ_BEHIND");
        assertThat(api.get(path(id, "?minVersion=21")).expect(200).header("ETag"))
                .isEqualTo("\"21\"");
    }

    @Test
    void activityAndStatementAgreeAlsoOnHoldsAndTransactions() {
        List<String> accounts = ledger.newAccountsApart(2);
        String from = accounts.getFirst();
        String to = accounts.getLast();
        api.deposit(from, "100.00").expect(201);
        api.transfer(from, to, "20.00").expect(201);
        api.hold("hold-" + from, from, to, "30.00", "").expect(201);
        api.capture("hold-" + from, "{\"amount\":\"12.00\",\"final\":true}").expect(200);
        JsonNode posted = api.transfer(from, to, "5.00").expect(201).json();
        api.change(posted.path("id").textValue(), "reverse", "").expect(201);

        assertThat(totals(from)).isEqualTo("5 105.00 37.00");
        assertThat(totals(to)).isEqualTo("4 37.00 5.00");
        assertThat(api.items(Api.account(from) + "/statement", 100)).hasSize(5);
        assertThat(api.items(Api.account(to) + "/statement", 100)).hasSize(4);
    }

    @Test
    void rollupsSumWhatIsUnderAPrefixAndSurviveARebuild() {
        String prefix = ledger.newId() + ":";
        open(prefix + "cash", "EUR");
        open(prefix + "customers:1", "EUR");
        open(prefix + "customers:2", "EUR");
        open(prefix + "customers:yen", "JPY");
        api.deposit(prefix + "customers:1", "10.50").expect(201);
        api.deposit(prefix + "cash", "1.00").expect(201);
        api.post(Api.account(prefix + "customers:2") + "/close", "").expect(200);
        String all = rollup(prefix, "EUR", 3, "11.50") + "," + rollup(prefix, "JPY", 1, "0");

        await().atMost(SOON).untilAsserted(() -> assertThat(rollups(prefix)).isEqualTo(list(all)));
        String customers = prefix + "customers:";
        assertThat(rollups(customers))
                .isEqualTo(list(rollup(customers, "EUR", 2, "10.50") + "," + rollup(customers, "JPY", 1, "0")));
        assertThat(rollups(prefix + "c"))
                .isEqualTo(list(rollup(prefix + "c", "EUR", 3, "11.50") + "," + rollup(prefix + "c", "JPY", 1, "0")));
        assertThat(rollups(prefix + "nobody:")).isEqualTo(list(""));
        JsonNode item = rollups(prefix).path("items").get(0);
        assertThat(Api.fields(item)).containsExactly("prefix", "currency", "accounts", "balance");
        assertThat(api.get("/v1/rollups").expect(200).json())
                .isEqualTo(api.get("/v1/rollups?prefix=").expect(200).json());

        api.rebuild("rollups");
        assertThat(rollups(prefix)).isEqualTo(list(all));
    }

    @Test
    void activitySurvivesARebuild() {
        String id = ledger.newAccount();
        move(id, "deposits", "3.00", "2026-03-01T00:00:00Z");
        JsonNode before = api.get(path(id, "")).expect(200).json();
        assertThat(before.path("items")).hasSize(1);
        api.rebuild("activity");
        assertThat(api.get(path(id, "")).expect(200).json()).isEqualTo(before);
    }

    private static String path(String id, String query) {
        return Api.account(id) + "/activity" + query;
    }

    private void move(String id, String direction, String amount, String effectiveAt) {
        api.post(
                        Api.account(id) + "/" + direction,
                        "{\"amount\":\"" + amount + "\",\"currency\":\"EUR\",\"effectiveAt\":\"" + effectiveAt + "\"}")
                .expect(201);
    }

    private void open(String id, String currency) {
        api.post("/v1/accounts", "{\"id\":\"" + id + "\",\"currency\":\"" + currency + "\"}")
                .expect(201);
    }

    private static String item(String from, String to, int count, String in, String out) {
        return "{\"from\":\"" + from + "\",\"to\":\"" + to + "\",\"count\":" + count + ",\"in\":\"" + in
                + "\",\"out\":\"" + out + "\"}";
    }

    /** Over all windows: the test may run at midnight. */
    private String totals(String id) {
        int count = 0;
        BigDecimal in = BigDecimal.ZERO;
        BigDecimal out = BigDecimal.ZERO;
        for (JsonNode item : api.items(path(id, ""), 10)) {
            count += item.path("count").intValue();
            in = in.add(new BigDecimal(item.path("in").textValue()));
            out = out.add(new BigDecimal(item.path("out").textValue()));
        }
        return count + " " + in + " " + out;
    }

    /** Without the positions that it covers, which other tests move. */
    private JsonNode rollups(String prefix) {
        ObjectNode list =
                (ObjectNode) api.get("/v1/rollups?prefix=" + prefix).expect(200).json();
        assertThat(list.remove("positions").size()).isPositive();
        return list;
    }

    private static String rollup(String prefix, String currency, int accounts, String balance) {
        return "{\"prefix\":\"" + prefix + "\",\"currency\":\"" + currency + "\",\"accounts\":" + accounts
                + ",\"balance\":\"" + balance + "\"}";
    }

    private static JsonNode list(String items) {
        return Api.parse("{\"items\":[" + items + "],\"nextCursor\":null}");
    }
}

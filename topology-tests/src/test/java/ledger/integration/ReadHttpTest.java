package ledger.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What clients may rely on when they read accounts, balances and statements. */
@ExtendWith(SharedLedger.class)
class ReadHttpTest {
    private final LedgerFixture ledger;
    private final Api api;

    ReadHttpTest(LedgerFixture ledger) {
        this.ledger = ledger;
        this.api = ledger.api();
    }

    @Test
    void aReadWaitsForAVersion() {
        String id = ledger.newAccount();
        String path = "/v1/accounts/" + id;
        Api.Reply behind = api.get(path + "?minVersion=2", "Prefer", "wait=0").expect(503);
        assertThat(behind.json().path("code").textValue()).isEqualTo("READ_BEHIND");
        assertThat(behind.header("Retry-After")).isEqualTo("1");
        assertThat(api.get(path + "/statement?minVersion=2", "Prefer", "wait=0")
                        .expect(503)
                        .json()
                        .path("code")
                        .textValue())
                .isEqualTo("READ_BEHIND");

        api.deposit(id, "1.00", "Prefer", "respond-async").expect(202);
        assertThat(api.get(path + "?minVersion=2").expect(200).header("ETag")).isEqualTo("\"2\"");
        assertThat(api.items(path + "/statement?minVersion=2", 10)).hasSize(1);
    }

    @Test
    void everyAccountIsListedOnce() {
        String prefix = ledger.newId() + ":";
        Set<String> opened = new TreeSet<>();
        for (int i = 0; i < 23; i++) {
            String id = prefix + i;
            api.open(id);
            opened.add(id);
        }
        String last = prefix + 22;
        api.get("/v1/accounts/" + last + "?minVersion=1").expect(200);
        for (int limit : new int[] {1, 5, 23, 1000}) {
            assertThat(api.items("/v1/accounts?prefix=" + prefix, limit))
                    .extracting(account -> account.path("id").textValue())
                    .containsExactlyInAnyOrderElementsOf(opened);
        }
        JsonNode page = api.get("/v1/accounts?prefix=" + prefix + "&limit=10")
                .expect(200)
                .json();
        assertThat(Api.fields(page)).containsExactly("items", "nextCursor", "positions");
        assertThat(page.path("items")).hasSize(10);
        assertThat(page.path("items").get(0))
                .isEqualTo(api.get("/v1/accounts/"
                                + page.path("items").get(0).path("id").textValue())
                        .expect(200)
                        .json());

        // A cursor outlives writes: what was there before comes exactly once.
        api.open(prefix + "more");
        List<String> rest = new ArrayList<>();
        api.get("/v1/accounts?limit=1000&prefix=" + prefix + "&cursor="
                        + page.path("nextCursor").textValue())
                .expect(200)
                .json()
                .path("items")
                .forEach(account -> rest.add(account.path("id").textValue()));
        rest.remove(prefix + "more");
        page.path("items").forEach(account -> rest.add(account.path("id").textValue()));
        assertThat(rest).containsExactlyInAnyOrderElementsOf(opened);
        assertThat(api.get("/v1/accounts?prefix=nobody:").expect(200).json().path("items"))
                .isEmpty();
    }

    @Test
    void aCursorIsOfOneList() {
        List<String> accounts = ledger.newAccountsTogether(2);
        accounts.forEach(id -> {
            api.deposit(id, "1.00").expect(201);
            api.deposit(id, "1.00").expect(201);
        });
        String one = Api.account(accounts.getFirst());
        String other = Api.account(accounts.getLast());
        refusesElsewhere(one + "/statement?limit=1", other + "/statement?limit=1");
        refusesElsewhere(one + "/statement?limit=1", one + "/statement?limit=1&order=desc");
        refusesElsewhere("/v1/accounts?limit=1", "/v1/accounts?limit=1&prefix=a");
        refusesElsewhere("/v1/accounts?limit=1", one + "/statement?limit=1");
    }

    private void refusesElsewhere(String list, String other) {
        String cursor = api.get(list).expect(200).json().path("nextCursor").textValue();
        api.get(list + "&cursor=" + cursor).expect(200);
        JsonNode problem = api.get(other + "&cursor=" + cursor).expect(400).json();
        assertThat(problem.path("code").textValue()).isEqualTo("INVALID_REQUEST");
        assertThat(problem.path("parameter").textValue()).isEqualTo("cursor");
    }

    @Test
    void anIdThatWasLeftEmptyIsNotTheListOfAll() {
        for (String path : List.of("/v1/accounts/", "/v1/transactions/", "/v1/events/", "/v1/projections/balances/")) {
            assertThat(api.get(path).expect(404).json().path("code").textValue())
                    .as(path)
                    .isEqualTo("NOT_FOUND");
        }
    }

    @Test
    void aStatementSaysWhatMovedTheBalance() {
        String id = ledger.newAccount();
        String path = "/v1/accounts/" + id + "/statement";
        api.post(
                        "/v1/accounts/" + id + "/deposits",
                        "{\"amount\":\"10.00\",\"currency\":\"EUR\",\"reference\":\"r\",\"effectiveAt\":\"2026-01-01T00:00:00Z\"}",
                        "Idempotency-Key",
                        "s1-" + id)
                .expect(201);
        api.post("/v1/accounts/" + id + "/freeze", "").expect(200);
        api.post("/v1/accounts/" + id + "/unfreeze", "").expect(200);
        JsonNode withdrawn = api.withdraw(id, "4.00").expect(201).json();

        List<JsonNode> items = api.items(path, 10);
        assertThat(items).hasSize(2);
        JsonNode first = items.getFirst();
        assertThat(Api.fields(first))
                .containsExactly(
                        "version",
                        "transactionId",
                        "amount",
                        "balanceAfter",
                        "counterparties",
                        "reference",
                        "recordedAt",
                        "effectiveAt");
        assertThat(first.path("version").intValue()).isEqualTo(2);
        assertThat(first.path("transactionId").textValue()).isEqualTo("s1-" + id);
        assertThat(first.path("amount").textValue()).isEqualTo("10.00");
        assertThat(first.path("balanceAfter").textValue()).isEqualTo("10.00");
        assertThat(first.path("counterparties")).isEqualTo(Api.parse("[\"@world\"]"));
        assertThat(first.path("reference").textValue()).isEqualTo("r");
        assertThat(first.path("effectiveAt").textValue()).isEqualTo("2026-01-01T00:00:00Z");
        JsonNode second = items.getLast();
        assertThat(second.path("version").intValue()).isEqualTo(5);
        assertThat(second.path("amount").textValue()).isEqualTo("-4.00");
        assertThat(second.path("balanceAfter").textValue()).isEqualTo("6.00");
        assertThat(second.path("reference").isNull()).isTrue();
        assertThat(second.path("recordedAt")).isEqualTo(withdrawn.path("recordedAt"));

        for (int limit : new int[] {1, 2}) {
            assertThat(api.items(path, limit)).isEqualTo(items);
            List<JsonNode> reversed = new ArrayList<>(items);
            Collections.reverse(reversed);
            assertThat(api.items(path + "?order=desc", limit)).isEqualTo(reversed);
        }
        // From is inclusive, to is exclusive.
        String recordedAt = second.path("recordedAt").textValue();
        assertThat(api.items(path + "?from=" + recordedAt, 10)).contains(second);
        assertThat(api.items(path + "?to=" + recordedAt, 10)).doesNotContain(second);
        assertThat(api.items(path + "?from=" + Instant.parse(recordedAt).plusMillis(1), 10))
                .isEmpty();
    }

    @Test
    void aBalanceIsToldForAnyTime() {
        String id = ledger.newAccount();
        String path = "/v1/accounts/" + id + "/balance";
        String recordedAt = deposit(id, "10.00", "2026-03-01T00:00:00Z");
        deposit(id, "5.00", "2026-01-01T00:00:00Z");

        JsonNode now = api.get(path).expect(200).json();
        assertThat(now)
                .isEqualTo(Api.parse("{\"id\":\"" + id
                        + "\",\"currency\":\"EUR\",\"balance\":\"15.00\",\"asOf\":null,\"effectiveAsOf\":null}"));
        assertThat(balance(path + "?effectiveAsOf=2025-12-31T23:59:59Z")).isEqualTo("0.00");
        assertThat(balance(path + "?effectiveAsOf=2026-01-01T00:00:00Z")).isEqualTo("5.00");
        assertThat(balance(path + "?effectiveAsOf=2026-02-28T23:59:59Z")).isEqualTo("5.00");
        assertThat(balance(path + "?effectiveAsOf=2026-03-01T01:00:00%2B01:00")).isEqualTo("15.00");
        String before = Instant.parse(recordedAt).minusMillis(1).toString();
        assertThat(balance(path + "?asOf=" + before)).isEqualTo("0.00");
        assertThat(balance(path + "?asOf=" + Instant.now().plusSeconds(60))).isEqualTo("15.00");
        assertThat(balance(path + "?asOf=" + before + "&effectiveAsOf=2030-01-01T00:00:00Z"))
                .isEqualTo("0.00");
        JsonNode both = api.get(path + "?asOf=2030-01-01T00:00:00Z&effectiveAsOf=2026-01-01T00:00:00Z")
                .expect(200)
                .json();
        assertThat(both.path("asOf").textValue()).isEqualTo("2030-01-01T00:00:00Z");
        assertThat(both.path("effectiveAsOf").textValue()).isEqualTo("2026-01-01T00:00:00Z");
    }

    private String balance(String path) {
        return api.get(path).expect(200).json().path("balance").textValue();
    }

    private String deposit(String id, String amount, String effectiveAt) {
        return api.post(
                        "/v1/accounts/" + id + "/deposits",
                        "{\"amount\":\"" + amount + "\",\"currency\":\"EUR\",\"effectiveAt\":\"" + effectiveAt + "\"}")
                .expect(201)
                .json()
                .path("recordedAt")
                .textValue();
    }
}

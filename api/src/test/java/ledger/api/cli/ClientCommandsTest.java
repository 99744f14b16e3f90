package ledger.api.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import ledger.api.cli.FakeServer.Reply;
import ledger.api.cli.FakeServer.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClientCommandsTest {

    private static final String ALICE = """
            {"id":"alice","currency":"EUR","status":"OPEN","balance":"100.00","reserved":"10.00","available":null,\
            "overdraftLimit":null,"maxBalance":null,"version":3,"metadata":{},"openedAt":"2026-01-01T00:00:00Z",\
            "updatedAt":"2026-01-02T00:00:00Z"}""";

    private static final String POSTED = """
            {"id":"k1","status":"POSTED","postings":[],"reference":"order 9","balances":{"alice":{"balance":"74.50",\
            "reserved":"0.00","available":"74.50","version":4}}}""";

    private FakeServer server;

    ClientCommandsTest() throws IOException {
        server = new FakeServer();
    }

    @BeforeEach
    void check() {
        assertThat(server.requests()).isEmpty();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private CliRun ledger(String... args) {
        List<String> all = new ArrayList<>(Arrays.asList(args));
        all.add("--url");
        all.add(server.url() + "/");
        return CliRun.of(all.toArray(String[]::new));
    }

    @Test
    void openSendsThePolicyAndPrintsTheAccount() {
        server.on("POST /v1/accounts", Reply.of(201, ALICE));

        CliRun run = ledger(
                "open",
                "alice",
                "EUR",
                "--overdraft-limit",
                "unlimited",
                "--max-balance",
                "500.00",
                "--metadata",
                "tier=gold",
                "--metadata",
                "note=a=b");

        assertThat(run.exitCode()).isZero();
        assertThat(server.onlyRequest().body())
                .isEqualTo("{\"id\":\"alice\",\"currency\":\"EUR\",\"overdraftLimit\":null,\"maxBalance\":\"500.00\","
                        + "\"metadata\":{\"tier\":\"gold\",\"note\":\"a=b\"}}");
        assertThat(run.out()).isEqualToNormalizingNewlines("""
                        +---------+----------+--------+---------+----------+-----------+---------+
                        | account | currency | status | balance | reserved | available | version |
                        +---------+----------+--------+---------+----------+-----------+---------+
                        | alice   | EUR      | OPEN   |  100.00 |    10.00 | unlimited |       3 |
                        +---------+----------+--------+---------+----------+-----------+---------+
                        """);
    }

    @Test
    void openWithoutOptionsLeavesThePolicyToTheServer() {
        server.on("POST /v1/accounts", Reply.of(201, ALICE));

        ledger("open", "alice", "EUR");

        assertThat(server.onlyRequest().body()).isEqualTo("{\"id\":\"alice\",\"currency\":\"EUR\"}");
        assertThat(server.onlyRequest().header("Idempotency-Key")).matches("[0-9a-f-]{36}");
        assertThat(server.onlyRequest().header("Prefer")).isEqualTo("wait=10");
        assertThat(server.onlyRequest().header("If-Match")).isEqualTo("null");
    }

    @Test
    void depositSendsEverythingThatItWasGiven() {
        server.on("POST /v1/accounts/%7Bacme%7D%3Acash/deposits", Reply.of(201, POSTED));

        CliRun run = ledger(
                "deposit",
                "{acme}:cash",
                "100.00",
                "EUR",
                "--reference",
                "Größe 9",
                "--effective-at",
                "2026-01-01T00:00:00Z",
                "--key",
                "k1",
                "--if-match",
                "3",
                "--wait",
                "7");

        Request request = server.onlyRequest();
        assertThat(run.exitCode()).isZero();
        assertThat(request.body())
                .isEqualTo("{\"amount\":\"100.00\",\"currency\":\"EUR\",\"reference\":\"Größe 9\","
                        + "\"effectiveAt\":\"2026-01-01T00:00:00Z\"}");
        assertThat(request.header("Idempotency-Key")).isEqualTo("k1");
        assertThat(request.header("If-Match")).isEqualTo("\"3\"");
        assertThat(request.header("Prefer")).isEqualTo("wait=7");
        assertThat(run.out()).contains("| k1 ", "| POSTED ", "| alice ", "|   74.50 |", "|       4 |");
    }

    @Test
    void withJsonTheServersAnswerIsPrintedAsItIs() {
        server.on("POST /v1/accounts/alice/withdrawals", Reply.of(201, POSTED));

        CliRun run = ledger("withdraw", "alice", "25.50", "EUR", "--json");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().strip()).isEqualTo(POSTED);
        assertThat(run.err()).isEmpty();
    }

    @Test
    void aRejectionIsOneLineWithItsCode() {
        Reply rejection = Reply.problem(422, "INSUFFICIENT_FUNDS", "available 1.00\\u001b[2J, requested 2.00");
        server.on("POST /v1/accounts/alice/withdrawals", rejection);

        CliRun run = ledger("withdraw", "alice", "2.00", "EUR");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().strip()).isEqualTo("ledger: INSUFFICIENT_FUNDS: available 1.00 [2J, requested 2.00");
        assertThat(ledger("withdraw", "alice", "2.00", "EUR", "--json")
                        .json()
                        .path("code")
                        .asText())
                .isEqualTo("INSUFFICIENT_FUNDS");
    }

    @Test
    void anAnswerThatIsNotOursIsOneLine() {
        server.on("GET /v1/accounts/alice", Reply.of(502, "<html>"), Reply.of(200, "<html>"));

        assertThat(ledger("balance", "alice").err().strip()).isEqualTo("ledger: HTTP 502");
        assertThat(ledger("balance", "alice").err()).contains("not JSON").hasLineCount(1);
    }

    @Test
    void aCommandThatIsNotDecidedInTimeHasFailedAndTellsItsKey() {
        server.on("POST /v1/accounts/alice/deposits", Reply.of(202, "{}"));

        CliRun run = ledger("deposit", "alice", "2.00", "EUR", "--key", "mine");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("not decided within 10 s", "--key mine").hasLineCount(1);
    }

    @Test
    void aBrokenConnectionTellsTheKeyToRepeatWith() {
        server.on("POST /v1/accounts/alice/deposits", Reply.of(201, "{").cutOff());

        CliRun run = ledger("deposit", "alice", "2.00", "EUR", "--key", "mine");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("not known", "--key mine").hasLineCount(1);
    }

    @Test
    void balanceAsksForAVersionOrATime() {
        server.on("GET /v1/accounts/alice?minVersion=7", Reply.of(200, ALICE));
        server.on(
                "GET /v1/accounts/alice/balance?asOf=2026-01-01T00%3A00%3A00Z",
                Reply.of(
                        200,
                        "{\"id\":\"alice\",\"currency\":\"EUR\",\"balance\":\"-5.00\",\"asOf\":\"2026-01-01T00:00:00Z\"}"));

        assertThat(ledger("balance", "alice", "--min-version", "7").out()).contains("100.00");
        assertThat(ledger("balance", "alice", "--as-of", "2026-01-01T00:00:00Z").out())
                .contains("|   -5.00 |", "| 2026-01-01T00:00:00Z |");
    }

    @Test
    void freezeUnfreezeAndCloseHaveNoBody() {
        for (String action : List.of("freeze", "unfreeze", "close")) {
            server.on("POST /v1/accounts/alice/" + action, Reply.of(200, ALICE));
            assertThat(ledger(action, "alice").exitCode()).isZero();
        }
        assertThat(server.requests()).extracting(Request::body).containsOnly("");
    }

    private static String entry(int version) {
        return ("{\"version\":%d,\"transactionId\":\"t%d\",\"amount\":\"1.00\",\"balanceAfter\":\"%d.00\","
                        + "\"counterparties\":[\"@world\"],\"reference\":null,\"recordedAt\":\"2026-01-01T00:00:00Z\"}")
                .formatted(version, version, version);
    }

    private static String page(String cursor, String... entries) {
        return "{\"items\":[" + String.join(",", entries) + "],\"nextCursor\":" + cursor + "}";
    }

    @Test
    void statementShowsOnePageAndSaysThatThereIsMore() {
        server.on(
                "GET /v1/accounts/alice/statement?from=2026-01-01T00%3A00%3A00Z&limit=2&order=desc",
                Reply.of(200, page("\"c1\"", entry(3), entry(2))));

        CliRun run = ledger("statement", "alice", "--limit", "2", "--order", "desc", "--from", "2026-01-01T00:00:00Z");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("| @world ", "| t3 ", "| t2 ").doesNotContain("null");
        assertThat(run.err()).contains("--all");
    }

    @Test
    void statementWithAllFollowsTheCursors() {
        server.on("GET /v1/accounts/alice/statement?limit=1000", Reply.of(200, page("\"c/1\"", entry(1), entry(2))));
        server.on("GET /v1/accounts/alice/statement?cursor=c%2F1&limit=1000", Reply.of(200, page("\"c2\"", entry(3))));
        server.on("GET /v1/accounts/alice/statement?cursor=c2&limit=1000", Reply.of(200, page("null")));

        CliRun table = ledger("statement", "alice", "--all");
        CliRun json = ledger("statement", "alice", "--all", "--json");

        assertThat(table.exitCode()).isZero();
        assertThat(table.out()).containsSubsequence("| t1 ", "| t2 ", "| t3 ");
        assertThat(table.err()).isEmpty();
        assertThat(json.json().path("items"))
                .extracting(item -> item.path("version").asInt())
                .containsExactly(1, 2, 3);
        assertThat(json.json().path("nextCursor").isNull()).isTrue();
    }

    @Test
    void anEmptyStatementIsStillATableAndJson() {
        server.on("GET /v1/accounts/alice/statement?limit=1000", Reply.of(200, page("null")));

        assertThat(ledger("statement", "alice", "--all").out()).contains("| version |");
        assertThat(ledger("statement", "alice", "--all", "--json").json().path("items"))
                .isEmpty();
    }

    @Test
    void projectionsListsStateLagAndRebuild() {
        server.on("GET /v1/projections", Reply.of(200, """
                {"items":[{"name":"balances","generation":3,"state":"RUNNING","lag":12,"rebuild":null},
                {"name":"statements","generation":1,"state":"RUNNING","lag":0,"rebuild":{"generation":2,"replayed":50,
                "total":200,"eventsPerSecond":25,"secondsLeft":6,"state":"REPLAYING"}}],"nextCursor":null}"""));

        CliRun run = ledger("projections");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("| balances ", "|  12 |", "generation 2: 50 of 200 events, REPLAYING")
                .doesNotContain("null");
    }
}

package ledger.api.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import ledger.api.cli.FakeServer.Reply;
import ledger.api.cli.FakeServer.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TransactionCommandsTest {

    private static final String TRANSFERRED = """
            {"id":"k1","status":"POSTED","postings":[],"balances":{"alice":{"balance":"74.50","reserved":"0.00",\
            "available":"74.50","version":4},"bob":{"balance":"25.50","reserved":"0.00","available":null,"version":2}}}""";

    private static final String HELD = """
            {"id":"h1","status":"PENDING","postings":[{"from":"alice","to":"bob","amount":"25.50","currency":"EUR",\
            "captured":"10.00"},{"from":"alice","to":"fees","amount":"0.50","currency":"EUR","captured":"0.00"}],\
            "reference":"order 9","metadata":{},"recordedAt":"2026-01-01T00:00:00Z",\
            "effectiveAt":"2026-01-01T00:00:00Z","expiresAt":"2026-01-02T00:00:00Z"}""";

    private final FakeServer server;

    TransactionCommandsTest() throws IOException {
        server = new FakeServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private CliRun ledger(String... args) {
        List<String> all = new ArrayList<>(Arrays.asList(args));
        all.add("--url");
        all.add(server.url());
        return CliRun.of(all.toArray(String[]::new));
    }

    @Test
    void transferSendsOnePostingAndPrintsEveryAccount() {
        server.on("POST /v1/transactions", Reply.of(201, TRANSFERRED));

        CliRun run = ledger(
                "transfer",
                "alice",
                "bob",
                "25.50",
                "EUR",
                "--reference",
                "order 9",
                "--effective-at",
                "2026-01-01T00:00:00Z",
                "--metadata",
                "a=b",
                "--key",
                "k1",
                "--if-match",
                "3");

        assertThat(run.exitCode()).isZero();
        Request request = server.onlyRequest();
        assertThat(request.body())
                .isEqualTo(
                        "{\"postings\":[{\"from\":\"alice\",\"to\":\"bob\",\"amount\":\"25.50\",\"currency\":\"EUR\"}],"
                                + "\"reference\":\"order 9\",\"effectiveAt\":\"2026-01-01T00:00:00Z\",\"metadata\":{\"a\":\"b\"}}");
        assertThat(request.header("Idempotency-Key")).isEqualTo("k1");
        assertThat(request.header("If-Match")).isEqualTo("\"3\"");
        assertThat(run.out()).isEqualToNormalizingNewlines("""
                +-------------+--------+---------+---------+----------+-----------+---------+
                | transaction | status | account | balance | reserved | available | version |
                +-------------+--------+---------+---------+----------+-----------+---------+
                | k1          | POSTED | alice   |   74.50 |     0.00 |     74.50 |       4 |
                | k1          | POSTED | bob     |   25.50 |     0.00 | unlimited |       2 |
                +-------------+--------+---------+---------+----------+-----------+---------+
                """);
    }

    @Test
    void theWorldMayBeOnEitherSide() {
        server.on("POST /v1/transactions", Reply.of(201, TRANSFERRED));

        assertThat(ledger("transfer", "@world", "bob", "1.00", "EUR").exitCode())
                .isZero();
        assertThat(ledger("hold", "alice", "@world", "1.00", "EUR").exitCode()).isZero();
        assertThat(server.requests())
                .extracting(request -> request.json().at("/postings/0/from").asText() + " "
                        + request.json().at("/postings/0/to").asText())
                .containsExactly("@world bob", "alice @world");
    }

    @Test
    void holdIsPendingAndMayExpire() {
        server.on("POST /v1/transactions", Reply.of(201, TRANSFERRED));

        ledger("hold", "alice", "bob", "25.50", "EUR");
        ledger("hold", "alice", "bob", "25.50", "EUR", "--expires-in", "PT24H");

        assertThat(server.requests()).extracting(Request::body).allMatch(body -> body.contains("\"pending\":true"));
        assertThat(server.requests().getFirst().json().has("expiresIn")).isFalse();
        assertThat(server.requests().getLast().json().path("expiresIn").asText())
                .isEqualTo("PT24H");
    }

    @Test
    void captureMayBeWholeOrPartial() {
        server.on("POST /v1/transactions/%7Ba%7D%3Ah1/capture", Reply.of(200, TRANSFERRED));

        assertThat(ledger("capture", "{a}:h1").exitCode()).isZero();
        assertThat(ledger("capture", "{a}:h1", "10.00").exitCode()).isZero();
        assertThat(ledger("capture", "{a}:h1", "10.00", "--final").exitCode()).isZero();
        assertThat(ledger("capture", "{a}:h1", "--final").exitCode()).isZero();

        assertThat(server.requests())
                .extracting(Request::body)
                .containsExactly(
                        "", "{\"amount\":\"10.00\"}", "{\"amount\":\"10.00\",\"final\":true}", "{\"final\":true}");
    }

    @Test
    void voidAndReverseNameTheTransaction() {
        server.on("POST /v1/transactions/h1/void", Reply.of(200, TRANSFERRED));
        server.on("POST /v1/transactions/h1/reverse", Reply.of(201, TRANSFERRED));

        assertThat(ledger("void", "h1").out()).contains("| k1 ", "| bob ");
        assertThat(ledger("reverse", "h1").exitCode()).isZero();
        assertThat(ledger("reverse", "h1", "--reference", "refund", "--metadata", "why=broken")
                        .exitCode())
                .isZero();
        assertThat(server.requests())
                .extracting(Request::body)
                .containsExactly("", "", "{\"reference\":\"refund\",\"metadata\":{\"why\":\"broken\"}}");
        assertThat(server.requests())
                .allSatisfy(
                        request -> assertThat(request.header("Idempotency-Key")).matches("[0-9a-f-]{36}"));
    }

    @Test
    void withJsonTheServersAnswerIsPrintedAsItIs() {
        server.on("POST /v1/transactions/h1/void", Reply.of(200, TRANSFERRED));
        server.on("GET /v1/transactions/h1", Reply.of(200, HELD));

        assertThat(ledger("void", "h1", "--json").out().strip()).isEqualTo(TRANSFERRED);
        assertThat(ledger("transaction", "h1", "--json").out().strip()).isEqualTo(HELD);
    }

    @Test
    void aRejectionIsOneLineWithItsCode() {
        server.on("POST /v1/transactions", Reply.problem(422, "SAME_ACCOUNT", "Account alice is on both sides."));

        CliRun run = ledger("transfer", "alice", "alice", "1.00", "EUR");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().strip()).isEqualTo("ledger: SAME_ACCOUNT: Account alice is on both sides.");
    }

    @Test
    void transactionShowsItsPostings() {
        server.on("GET /v1/transactions/h1", Reply.of(200, HELD));

        CliRun run = ledger("transaction", "h1");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines().filter(line -> line.contains("h1")))
                .hasSize(2)
                .allMatch(line -> line.contains("| PENDING |") && line.contains("| 2026-01-02T00:00:00Z |"));
        assertThat(run.out()).contains("| bob ", "|  25.50 |", "|    10.00 |", "| fees ", "|   0.50 |", "|     0.00 |");
    }

    @Test
    void trialBalanceShowsACurrencyARow() {
        String item = "{\"currency\":\"%s\",\"debits\":\"%s\",\"credits\":\"5.00\",\"accounts\":\"3.00\","
                + "\"boundary\":\"-5.00\",\"inTransit\":\"2.00\",\"balanced\":%s}";
        server.on(
                "GET /v1/trial-balance",
                Reply.of(
                        200,
                        "{\"items\":[" + item.formatted("EUR", "5.00", "true") + ","
                                + item.formatted("USD", "4.00", "false") + "]}"));
        server.on("GET /v1/trial-balance?currency=EUR", Reply.of(200, "{\"items\":[]}"));

        CliRun run = ledger("trial-balance");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualToNormalizingNewlines("""
                +----------+--------+---------+----------+----------+------------+----------+
                | currency | debits | credits | accounts | boundary | in transit | balanced |
                +----------+--------+---------+----------+----------+------------+----------+
                | EUR      |   5.00 |    5.00 |     3.00 |    -5.00 |       2.00 | yes      |
                | USD      |   4.00 |    5.00 |     3.00 |    -5.00 |       2.00 | no       |
                +----------+--------+---------+----------+----------+------------+----------+
                """);
        assertThat(ledger("trial-balance", "--currency", "EUR").exitCode()).isZero();
        assertThat(server.requests().getLast().line()).isEqualTo("GET /v1/trial-balance?currency=EUR");
    }
}

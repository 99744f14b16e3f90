package ledger.api.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import ledger.api.cli.FakeServer.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventsCommandTest {

    private static final String DEPOSITED = """
            {"eventId":"alice@2","type":"FundsDeposited","accountId":"alice","version":2,"transactionId":"inv-17",\
            "commandId":"inv-17","currency":"EUR","balance":"100.00","reserved":"0.00",\
            "recordedAt":"2026-01-02T03:04:05Z","effectiveAt":"2026-01-02T03:04:05Z","amount":"100.00",\
            "reference":"invoice 17","metadata":{}}""";

    private static final String POSTED = """
            {"eventId":"alice@3","type":"TransactionPosted","accountId":"alice","version":3,"transactionId":"order-8",\
            "commandId":"order-8","currency":"EUR","balance":"91.00","reserved":"0.00",\
            "recordedAt":"2026-01-02T03:04:06Z","effectiveAt":"2026-01-02T03:04:06Z",\
            "entries":[{"counterparty":"bob","amount":"-10.00"},{"counterparty":"fees","amount":"1.00"}],\
            "reference":null,"metadata":{}}""";

    private final FakeServer server;

    EventsCommandTest() throws IOException {
        server = new FakeServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private CliRun ledger(String... args) {
        List<String> all = new ArrayList<>(List.of("events", "--url", server.url()));
        all.addAll(Arrays.asList(args));
        return CliRun.of(all.toArray(String[]::new));
    }

    private static String event(String id, String data) {
        return "id: " + id + "\nevent: Something\ndata: " + data + "\n\n";
    }

    private static Reply stream(String... parts) {
        return Reply.of(200, String.join("", parts)).with("Content-Type", "text/event-stream");
    }

    @Test
    void printsALineForEveryEventAndEndsAtTheLimit() {
        server.on(
                "GET /v1/events?account=alice&from=start",
                stream("id: begin\n\n", event("a", DEPOSITED), ": heartbeat\n\n", event("b", POSTED)));

        CliRun run = ledger("--account", "alice", "--from", "start", "--limit", "2");

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines())
                .containsExactly(
                        "2026-01-02T03:04:05Z  alice@2  FundsDeposited  100.00  balance 100.00 EUR  reserved 0.00"
                                + "  transaction inv-17  \"invoice 17\"",
                        "2026-01-02T03:04:06Z  alice@3  TransactionPosted  -10.00 to bob  1.00 from fees"
                                + "  balance 91.00 EUR  reserved 0.00  transaction order-8");
        assertThat(server.onlyRequest().headers().containsKey("Last-Event-ID")).isFalse();
    }

    @Test
    void endsWhenNobodyReadsItAnyMore() {
        server.on("GET /v1/events", stream(event("a", DEPOSITED), event("b", POSTED)));

        CliRun run = CliRun.intoHead("events", "--url", server.url(), "--json");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().strip()).isEqualTo(DEPOSITED);
        assertThat(server.onlyRequest()).isNotNull();
    }

    @Test
    void withJsonPrintsTheDataAsItCame() {
        server.on("GET /v1/events", stream(event("a", DEPOSITED), event("b", POSTED)));

        CliRun run = ledger("--json", "--limit", "2");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines()).containsExactly(DEPOSITED, POSTED);
    }

    @Test
    void resumesAfterTheLastWholeEventWhenTheConnectionBreaks() {
        server.on(
                "GET /v1/events?from=start",
                stream(": open\n\n").with("Last-Event-ID", "begin").cutOff(),
                Reply.problem(503, "NOT_READY", "later").with("Retry-After", "2"),
                stream(event("a", DEPOSITED), "id: b\ndata: {\"eve").cutOff(),
                stream(event("b", POSTED)));

        CliRun run = ledger("--from", "start", "--limit", "2", "--json");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines()).containsExactly(DEPOSITED, POSTED);
        assertThat(server.requests())
                .extracting(request -> request.header("Last-Event-ID"))
                .containsExactly("null", "begin", "begin", "a");
        assertThat(run.pauses()).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(1));
    }

    @Test
    void aRefusalIsTheServersAnswer() {
        server.on("GET /v1/events?from=yesterday", Reply.problem(400, "INVALID_REQUEST", "must be start"));

        CliRun run = ledger("--from", "yesterday");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().strip()).isEqualTo("ledger: INVALID_REQUEST: must be start");
    }

    @Test
    void givesUpWhenNobodyLetsItIn() {
        server.on("GET /v1/events", Reply.problem(503, "OVERLOADED", "too many"));

        CliRun run = ledger();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().strip()).isEqualTo("ledger: OVERLOADED: too many");
        assertThat(run.pauses()).hasSize(60);
    }

    @Test
    void anAddressWhereNobodyListensFailsAtOnce() {
        server.close();

        CliRun run = ledger();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("cannot reach").hasLineCount(1);
        assertThat(run.pauses()).isEmpty();
    }

    @Test
    void aLimitIsPositive() {
        assertThat(ledger("--limit", "0").exitCode()).isEqualTo(2);
        assertThat(ledger("--limit", "x").exitCode()).isEqualTo(2);
        assertThat(server.requests()).isEmpty();
    }
}

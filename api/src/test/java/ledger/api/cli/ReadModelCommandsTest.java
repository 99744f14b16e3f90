package ledger.api.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import ledger.api.cli.FakeServer.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadModelCommandsTest {

    private static final String DAY = "{\"from\":\"2026-01-0%1$dT00:00:00Z\",\"to\":\"2026-01-0%2$dT00:00:00Z\","
            + "\"count\":%1$d,\"in\":\"10.00\",\"out\":\"0.50\"}";

    private final FakeServer server;

    ReadModelCommandsTest() throws IOException {
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

    private static String page(String nextCursor, String... items) {
        return "{\"items\":[" + String.join(",", items) + "],\"nextCursor\":" + nextCursor + "}";
    }

    @Test
    void activityShowsAWindowARow() {
        server.on("GET /v1/accounts/alice/activity", Reply.of(200, page("\"c\"", DAY.formatted(1, 2))));

        CliRun run = ledger("activity", "alice");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualToNormalizingNewlines("""
                +----------------------+----------------------+-------+-------+------+
                | from                 | to                   | count |    in |  out |
                +----------------------+----------------------+-------+-------+------+
                | 2026-01-01T00:00:00Z | 2026-01-02T00:00:00Z |     1 | 10.00 | 0.50 |
                +----------------------+----------------------+-------+-------+------+
                """);
        assertThat(run.err()).contains("--all");
    }

    @Test
    void activityPassesOnWhatIsChosen() {
        String address = "GET /v1/accounts/alice/activity?from=2026-01-01T00%3A00%3A00Z&limit=2&minVersion=7"
                + "&to=2026-02-01T00%3A00%3A00Z&window=hour";
        server.on(address, Reply.of(200, page("null")));

        CliRun run = ledger(
                "activity",
                "alice",
                "--window",
                "hour",
                "--from",
                "2026-01-01T00:00:00Z",
                "--to",
                "2026-02-01T00:00:00Z",
                "--limit",
                "2",
                "--min-version",
                "7",
                "--json");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().strip()).isEqualTo(page("null"));
        assertThat(run.err()).isEmpty();
    }

    @Test
    void activityWithAllFollowsTheCursors() {
        server.on("GET /v1/accounts/alice/activity?limit=1000", Reply.of(200, page("\"c\"", DAY.formatted(1, 2))));
        server.on(
                "GET /v1/accounts/alice/activity?cursor=c&limit=1000",
                Reply.of(200, page("null", DAY.formatted(2, 3))));

        assertThat(ledger("activity", "alice", "--all", "--json").json().path("items"))
                .extracting(item -> item.path("count").intValue())
                .containsExactly(1, 2);
        assertThat(ledger("activity", "alice", "--all").out()).contains("|     1 |", "|     2 |");
    }

    @Test
    void rollupsShowACurrencyARow() {
        String item = "{\"prefix\":\"acme:\",\"currency\":\"%s\",\"accounts\":%d,\"balance\":\"%s\"}";
        server.on(
                "GET /v1/rollups?prefix=acme%3A",
                Reply.of(200, page("null", item.formatted("EUR", 12, "170.50"), item.formatted("JPY", 1, "-3"))));
        server.on("GET /v1/rollups", Reply.of(200, page("null")));

        CliRun run = ledger("rollups", "acme:");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualToNormalizingNewlines("""
                +--------+----------+----------+---------+
                | prefix | currency | accounts | balance |
                +--------+----------+----------+---------+
                | acme:  | EUR      |       12 |  170.50 |
                | acme:  | JPY      |        1 |      -3 |
                +--------+----------+----------+---------+
                """);
        assertThat(ledger("rollups", "--json").json().path("items")).isEmpty();
        assertThat(server.requests().getLast().line()).isEqualTo("GET /v1/rollups");
    }

    @Test
    void anEmptyAccountIsWrongUsage() {
        assertThat(ledger("activity", "").exitCode()).isEqualTo(2);
        assertThat(ledger("activity").exitCode()).isEqualTo(2);
        assertThat(ledger("rollups", "a", "b").exitCode()).isEqualTo(2);
    }
}

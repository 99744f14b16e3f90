package ledger.api.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import ledger.api.cli.FakeServer.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RebuildCommandTest {

    private static final String PATH = "/v1/projections/balances";

    private final FakeServer server;

    RebuildCommandTest() throws IOException {
        server = new FakeServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static Reply serving(int generation) {
        return Reply.of(
                200,
                "{\"name\":\"balances\",\"generation\":%d,\"state\":\"RUNNING\",\"lag\":0,\"rebuild\":null}"
                        .formatted(generation));
    }

    private static Reply rebuilding(int status, int replayed, String state) {
        return Reply.of(status, """
                {"name":"balances","generation":3,"state":"RUNNING","lag":0,"rebuild":{"generation":4,"replayed":%d,\
                "total":100,"eventsPerSecond":50,"secondsLeft":1,"state":"%s"}}""".formatted(replayed, state));
    }

    @Test
    void waitsUntilTheNewGenerationServes() {
        server.on("POST " + PATH + "/rebuild", rebuilding(202, 0, "REPLAYING"));
        server.on(
                "GET " + PATH,
                serving(3),
                rebuilding(200, 40, "REPLAYING"),
                Reply.problem(503, "OVERLOADED", "later").with("Retry-After", "2"),
                rebuilding(200, 100, "REPLAYING"),
                serving(4));

        CliRun run = CliRun.watched("rebuild", "balances", "--url", server.url());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).matches("rebuilt balances: generation 4 serves after \\d+\\.\\d s\\R");
        assertThat(run.err()).contains("rebuild balances", "100/100");
    }

    @Test
    void withJsonPrintsOnlyTheProjection() {
        server.on("POST " + PATH + "/rebuild", rebuilding(202, 0, "REPLAYING"));
        server.on("GET " + PATH, serving(3), serving(4));

        CliRun run = CliRun.watched("rebuild", "balances", "--json", "--url", server.url());

        assertThat(run.exitCode()).isZero();
        assertThat(run.json().path("generation").asInt()).isEqualTo(4);
        assertThat(run.err()).isEmpty();
    }

    @Test
    void aRebuildThatVanishesWasCancelled() {
        server.on("POST " + PATH + "/rebuild", rebuilding(202, 0, "REPLAYING"));
        server.on("GET " + PATH, serving(3), rebuilding(200, 10, "REPLAYING"), serving(3));

        CliRun run = CliRun.of("rebuild", "balances", "--url", server.url());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("cancelled").hasLineCount(1);
    }

    @Test
    void aRebuildThatNeverShowsIsGivenUp() {
        server.on("POST " + PATH + "/rebuild", serving(3));
        server.on("GET " + PATH, serving(3));

        CliRun run = CliRun.of("rebuild", "balances", "--url", server.url());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.pauses()).hasSize(40);
    }

    @Test
    void aFailedRebuildFails() {
        server.on("POST " + PATH + "/rebuild", rebuilding(202, 0, "REPLAYING"));
        server.on("GET " + PATH, serving(3), rebuilding(200, 10, "FAILED"));

        CliRun run = CliRun.of("rebuild", "balances", "--url", server.url());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("FAILED").hasLineCount(1);
    }

    @Test
    void aRebuildThatDiffersSaysWhere() {
        server.on("POST " + PATH + "/rebuild", rebuilding(202, 0, "QUEUED"));
        server.on(
                "GET " + PATH,
                serving(3),
                rebuilding(200, 100, "COMPARING"),
                rebuilding(200, 100, "FAILED\",\"failure\":\"it differs in partition 2"));

        CliRun run = CliRun.of("rebuild", "balances", "--url", server.url());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .contains("FAILED: it differs in partition 2: the old")
                .hasLineCount(1);
    }

    @Test
    void saysWhatARebuildDoes() {
        ObjectNode rebuild = JsonNodeFactory.instance.objectNode().put("eventsPerSecond", 50);
        assertThat(RebuildCommand.what(rebuild.put("state", "QUEUED"))).isEqualTo("waits for other rebuilds");
        assertThat(RebuildCommand.what(rebuild.put("state", "REPLAYING"))).isEqualTo("50 events/s");
        assertThat(RebuildCommand.what(rebuild.put("secondsLeft", 2))).isEqualTo("50 events/s, 2 s left");
        assertThat(RebuildCommand.what(
                        rebuild.put("state", "COMPARING").put("comparison", "attempt 1: 3 of 8 digests")))
                .isEqualTo("compared with the old generation, attempt 1: 3 of 8 digests");
    }

    @Test
    void asksForWhatIsToBeSkipped() {
        server.on("POST " + PATH + "/rebuild?skipPoison=true&skipComparison=true", rebuilding(202, 0, "REPLAYING"));
        server.on("GET " + PATH, serving(3), serving(4));

        CliRun run = CliRun.of("rebuild", "balances", "--skip-poison", "--skip-comparison", "--url", server.url());

        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    @Test
    void anUnknownProjectionIsTheServersAnswer() {
        server.on("GET /v1/projections/nope", Reply.problem(404, "PROJECTION_NOT_FOUND", "there is no nope"));

        CliRun run = CliRun.of("rebuild", "nope", "--url", server.url());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().strip()).isEqualTo("ledger: PROJECTION_NOT_FOUND: there is no nope");
    }
}

package ledger.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What operators may rely on: projections and their rebuild, health, metrics, the registry, and the API's description. */
@ExtendWith(SharedLedger.class)
class OperationHttpTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    private final LedgerFixture ledger;
    private final Api api;

    OperationHttpTest(LedgerFixture ledger) {
        this.ledger = ledger;
        this.api = ledger.api();
    }

    @Test
    void projectionsAreListed() {
        JsonNode list = api.get("/v1/projections").expect(200).json();
        assertThat(Api.fields(list)).containsExactly("items", "nextCursor");
        List<String> names = new ArrayList<>();
        for (JsonNode projection : list.path("items")) {
            assertThat(Api.fields(projection)).containsExactly("name", "generation", "state", "lag", "rebuild");
            assertThat(projection.path("state").textValue()).isEqualTo("RUNNING");
            names.add(projection.path("name").textValue());
        }
        assertThat(names)
                .containsExactly(
                        "balances",
                        "statements",
                        "transactions",
                        "balance-history",
                        "trial-balance",
                        "activity",
                        "rollups");
        List<String> paged = new ArrayList<>();
        api.eachPage("/v1/projections", 3, page -> {
            assertThat(page.path("items").size()).isLessThanOrEqualTo(3);
            page.path("items")
                    .forEach(projection -> paged.add(projection.path("name").textValue()));
        });
        assertThat(paged).isEqualTo(names);
        assertThat(api.get("/v1/projections/balances")
                        .expect(200)
                        .json()
                        .path("name")
                        .textValue())
                .isEqualTo("balances");
    }

    @Test
    void aProjectionIsRebuiltWhileItServes() {
        String id = ledger.newAccount();
        api.deposit(id, "7.00").expect(201);
        int before =
                api.get("/v1/projections/statements").json().path("generation").intValue();
        // Other tests write poison into this ledger's events.
        Api.Reply started = api.post("/v1/projections/statements/rebuild?skipPoison=true", "")
                .expect(202);
        assertThat(started.header("Location")).isEqualTo("/v1/projections/statements");
        JsonNode rebuild = started.json().path("rebuild");
        assertThat(Api.fields(rebuild))
                .containsExactly("generation", "replayed", "total", "eventsPerSecond", "secondsLeft", "state");
        assertThat(rebuild.path("generation").intValue()).isEqualTo(before + 1);
        assertThat(rebuild.path("state").textValue()).isEqualTo("REPLAYING");

        await().atMost(SOON).until(() -> {
            assertThat(api.items("/v1/accounts/" + id + "/statement", 10)).hasSize(1);
            JsonNode now = api.get("/v1/projections/statements").expect(200).json();
            return now.path("generation").intValue() == before + 1
                    && now.path("rebuild").isNull();
        });
        assertThat(api.items("/v1/accounts/" + id + "/statement", 10)).hasSize(1);
        assertThat(api.delete("/v1/projections/statements/rebuild")
                        .expect(404)
                        .json()
                        .path("code")
                        .textValue())
                .isEqualTo("REBUILD_NOT_FOUND");
    }

    @Test
    void aRebuildIsCancelled() {
        // A small ledger may be rebuilt before the cancellation comes: then another rebuild is cancelled.
        await().atMost(SOON).until(() -> {
            int before = api.post("/v1/projections/balances/rebuild?skipPoison=true&skipComparison=false", "")
                    .expect(202)
                    .json()
                    .path("generation")
                    .intValue();
            Api.Reply cancelled = api.delete("/v1/projections/balances/rebuild");
            if (cancelled.status() == 404) {
                return false;
            }
            assertThat(cancelled.expect(200).json().path("rebuild").isNull()).isTrue();
            assertThat(cancelled.json().path("generation").intValue()).isEqualTo(before);
            return true;
        });
        api.get("/v1/accounts/" + ledger.newAccount() + "?minVersion=1").expect(200);
    }

    @Test
    void aRebuildTakesNoFields() {
        String path = "/v1/projections/rollups/rebuild?skipPoison=true";
        assertThat(api.post(path, "{\"skipPoison\":true}")
                        .expect(400)
                        .json()
                        .path("pointer")
                        .textValue())
                .isEqualTo("/skipPoison");
        api.post(path, "[]").expect(400);
        api.send("POST", path, Api.text("{}"), "Content-Type", "text/plain").expect(415);
        api.post("/v1/projections/nothing/rebuild", "{\"a\":1}").expect(404);
        assertThat(api.get("/v1/projections/rollups")
                        .expect(200)
                        .json()
                        .path("rebuild")
                        .isNull())
                .isTrue();
        api.post(path, "{}").expect(202);
    }

    @Test
    void healthIsTold() {
        assertThat(api.get("/health/live").expect(200).json().path("status").textValue())
                .isEqualTo("UP");
        JsonNode ready = api.get("/health/ready").expect(200).json();
        assertThat(ready.path("status").textValue()).isEqualTo("UP");
        assertThat(ready.path("missing")).isEmpty();
    }

    @Test
    void metricsAreToldForPrometheus() {
        String id = ledger.newAccount();
        api.deposit(id, "1.00").expect(201);
        api.withdraw(id, "5.00").expect(422);
        await().atMost(SOON).untilAsserted(() -> {
            Api.Reply metrics = api.get("/metrics").expect(200);
            assertThat(metrics.header("Content-Type")).startsWith("text/plain");
            assertThat(metrics.text())
                    .containsPattern(sample("ledger_command_duration_seconds_bucket", "kind=\"deposit\""))
                    .containsPattern(sample("ledger_command_duration_seconds_count", "result=\"accepted\""))
                    .containsPattern(sample("ledger_command_duration_seconds_count", "result=\"insufficient_funds\""))
                    .containsPattern(sample("ledger_consumer_lag", "topic=\"ledger.accounts.commands.v1\""))
                    .containsPattern(sample("ledger_consumer_lag", "application=\"ledger-statements"))
                    .containsPattern(sample("ledger_projection_lag", "projection=\"balances\""))
                    .containsPattern(sample("ledger_dead_letters_total", "topic="))
                    .containsPattern("(?m)^kafka_stream_")
                    .containsPattern("(?m)^kafka_producer_")
                    .containsPattern("(?m)^jvm_memory_used_bytes");
        });
    }

    private static Pattern sample(String name, String label) {
        return Pattern.compile("(?m)^" + name + "\\{[^}]*" + Pattern.quote(label));
    }

    @Test
    void theDescriptionAndTheConsoleAreServed() {
        Api.Reply openapi = api.get("/openapi.yaml").expect(200);
        assertThat(openapi.text()).startsWith("openapi: 3").contains("/v1/batches:");
        assertThat(api.get("/").expect(200).header("Content-Type")).startsWith("text/html");
    }

    @Test
    void theRegistryKnowsTheSchemas() {
        List<String> subjects = new ArrayList<>();
        api.get("/registry/subjects").expect(200).json().forEach(subject -> subjects.add(subject.textValue()));
        assertThat(subjects)
                .contains(
                        "ledger.accounts.commands.v1-value",
                        "ledger.accounts.events.v1-value",
                        "ledger.accounts.balances.v1-value",
                        "ledger.commands.outcomes.v1-value");
        assertThat(api.get("/registry/config")
                        .expect(200)
                        .json()
                        .path("compatibilityLevel")
                        .textValue())
                .isEqualTo("BACKWARD");
        assertThat(api.get("/registry/config/ledger.accounts.events.v1-value")
                        .expect(200)
                        .json()
                        .path("compatibilityLevel")
                        .textValue())
                .isEqualTo("FULL_TRANSITIVE");
        assertThat(api.get("/registry/subjects/nothing/versions")
                        .expect(404)
                        .json()
                        .path("error_code")
                        .intValue())
                .isEqualTo(40401);
        assertThat(api.post(
                                "/registry/subjects/ledger.accounts.events.v1-value/versions",
                                "{\"schema\":\"\\\"string\\\"\"}")
                        .expect(409)
                        .json()
                        .path("error_code")
                        .intValue())
                .isEqualTo(409);
    }

    @Test
    void everyAnswerHasARequestId() {
        assertThat(api.get("/v1/projections", "X-Request-Id", "mine-1").header("X-Request-Id"))
                .isEqualTo("mine-1");
        assertThat(api.get("/v1/projections").header("X-Request-Id")).isNotBlank();
        assertThat(api.get("/nothing").expect(404).header("X-Request-Id")).isNotBlank();
    }
}

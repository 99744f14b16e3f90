package ledger.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import ledger.integration.Api.Reply;
import ledger.testing.TestDirectories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A server that asks for tokens lets each caller do what theirs allows, on the accounts that are theirs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuthenticationHttpTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String AUTHORIZATION = "Authorization";
    private static final List<String> SCOPES = List.of("read", "write", "admin");

    /** What every operation needs: one that is not here fails the test. */
    private static final Map<String, String> NEEDED = needed();

    private final Path keys = TestDirectories.create("tokens");
    private final Tokens tokens = new Tokens(keys);
    private final LedgerFixture ledger = new LedgerFixture(tokens.settings());
    private final Api api = ledger.api();
    private final String operator = tokens.of("read write admin");
    private final String acme = tokens.of("read write", "acme:");

    @AfterAll
    void close() {
        ledger.close();
        TestDirectories.delete(keys);
    }

    private static Map<String, String> needed() {
        Map<String, String> needed = new LinkedHashMap<>();
        Stream.of("/health/live", "/health/ready", "/openapi.yaml", "/").forEach(path -> needed.put("GET " + path, ""));
        Stream.of(
                        "GET /v1/accounts",
                        "GET /v1/accounts/{id}",
                        "GET /v1/accounts/{id}/balance",
                        "GET /v1/accounts/{id}/statement",
                        "GET /v1/accounts/{id}/activity",
                        "GET /v1/transactions/{id}",
                        "GET /v1/trial-balance",
                        "GET /v1/rollups",
                        "GET /v1/events",
                        "GET /v1/commands/{key}",
                        "GET /v1/projections",
                        "GET /v1/projections/{name}")
                .forEach(operation -> needed.put(operation, "read"));
        Stream.of(
                        "POST /v1/accounts",
                        "PATCH /v1/accounts/{id}",
                        "POST /v1/accounts/{id}/freeze",
                        "POST /v1/accounts/{id}/unfreeze",
                        "POST /v1/accounts/{id}/close",
                        "POST /v1/accounts/{id}/deposits",
                        "POST /v1/accounts/{id}/withdrawals",
                        "POST /v1/transactions",
                        "POST /v1/transactions/{id}/capture",
                        "POST /v1/transactions/{id}/void",
                        "POST /v1/transactions/{id}/reverse",
                        "POST /v1/batches")
                .forEach(operation -> needed.put(operation, "write"));
        Stream.of("POST /v1/projections/{name}/rebuild", "DELETE /v1/projections/{name}/rebuild", "GET /metrics")
                .forEach(operation -> needed.put(operation, "admin"));
        return needed;
    }

    @Test
    void everyOperationNeedsItsScopeAndNoOther() {
        assertThat(ledger.operations()).containsExactlyInAnyOrderElementsOf(NEEDED.keySet());
        NEEDED.forEach((operation, scope) -> {
            if (scope.isEmpty()) {
                assertThat(call(operation).status()).as(operation).isEqualTo(200);
                return;
            }
            assertThat(call(operation).status()).as(operation).isEqualTo(401);
            List<String> others = new ArrayList<>(SCOPES);
            others.remove(scope);
            Reply refused = call(operation, AUTHORIZATION, tokens.of(String.join(" ", others)));
            assertThat(refused.status()).as(operation).isEqualTo(403);
            assertThat(refused.json().path("code").textValue()).isEqualTo("FORBIDDEN");
            assertThat(refused.json().path("scope").textValue()).isEqualTo(scope);
            assertThat(call(operation, AUTHORIZATION, tokens.of(scope)).status())
                    .as(operation)
                    .isNotIn(401, 403);
        });
    }

    /** With names of nothing; a feed is asked for wrongly, because a right one does not end. */
    private Reply call(String operation, String... headers) {
        String[] parts = operation.split(" ", -1);
        String path = parts[1].replaceAll("\\{[a-z]+}", "none");
        return api.send(
                parts[0], path.equals("/v1/events") ? path + "?from=never" : path, BodyPublishers.noBody(), headers);
    }

    @Test
    void whoShowsNoTokenIsAskedForOne() {
        Reply none = api.get("/v1/accounts/acme:1").expect(401);
        assertThat(none.header("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(none.json().path("code").textValue()).isEqualTo("UNAUTHENTICATED");
        Reply wrong = api.get("/v1/accounts/acme:1", AUTHORIZATION, "Bearer no.such.token")
                .expect(401);
        assertThat(wrong.header("WWW-Authenticate")).isEqualTo("Bearer error=\"invalid_token\"");
        api.get("/v1/accounts/acme:1", AUTHORIZATION, "Basic YTpi").expect(401);
        for (String path : List.of("/v1/accounts", "/v1/accounts/acme:1", "/registry/subjects")) {
            assertThat(head(path)).as(path).isEqualTo(401);
        }
        assertThat(head("/health/live")).isEqualTo(200);
        assertThat(head("/v1/accounts", AUTHORIZATION, operator)).isEqualTo(200);
        assertThat(head("/v1/accounts", AUTHORIZATION, acme)).isEqualTo(403);
    }

    private int head(String path, String... headers) {
        return api.send("HEAD", path, BodyPublishers.noBody(), headers).status();
    }

    @Test
    void theRegistryNeedsTokensToo() {
        api.get("/registry/subjects").expect(401);
        api.get("/registry/subjects", AUTHORIZATION, tokens.of("read")).expect(200);
        api.get("/registry/subjects", AUTHORIZATION, tokens.of("read", "acme:")).expect(200);
        assertThat(config(tokens.of("read write")).status()).isEqualTo(403);
        assertThat(config(tokens.of("admin", "acme:")).status()).isEqualTo(403);
        assertThat(config(tokens.of("admin")).status()).isEqualTo(200);
    }

    private Reply config(String token) {
        return api.send(
                "PUT",
                "/registry/config/of-a-test",
                Api.text("{\"compatibility\":\"FULL\"}"),
                AUTHORIZATION,
                token,
                "Content-Type",
                "application/json");
    }

    @Test
    void theInternalAddressesHaveTheirOwnSecret() {
        assertThat(api.get("/internal/v1/accounts/acme:1", AUTHORIZATION, operator)
                        .status())
                .isIn(401, 404);
    }

    @BeforeAll
    void accounts() {
        for (String id : List.of("acme:1", "acme:2", "other:1")) {
            post("/v1/accounts", "{\"id\":\"" + id + "\",\"currency\":\"EUR\"}", operator)
                    .expect(201);
        }
        post("/v1/accounts/acme:1/deposits", Api.money("100.00"), operator).expect(201);
    }

    private Reply post(String path, String json, String token, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.add(AUTHORIZATION);
        all.add(token);
        return api.post(path, json, all.toArray(String[]::new));
    }

    private Reply get(String path) {
        return api.get(path, AUTHORIZATION, acme);
    }

    private static void isForbidden(Reply reply) {
        assertThat(reply.expect(403).json().path("code").textValue()).isEqualTo("FORBIDDEN");
    }

    @Test
    void aTenantReadsTheirOwnAccountsOnly() {
        get("/v1/accounts/acme:1").expect(200);
        get("/v1/accounts/acme:1/statement").expect(200);
        get("/v1/accounts/acme:none").expect(404);
        for (String more : List.of("", "/balance", "/statement", "/activity")) {
            isForbidden(get("/v1/accounts/other:1" + more));
            isForbidden(get("/v1/accounts/other%3A1" + more));
        }
        assertThat(get("/v1/accounts?prefix=acme:").expect(200).json().path("items"))
                .extracting(item -> item.path("id").textValue())
                .allSatisfy(id -> assertThat(id).startsWith("acme:"))
                .isNotEmpty();
        get("/v1/rollups?prefix=acme:").expect(200);
        for (String path : List.of("/v1/accounts", "/v1/rollups")) {
            isForbidden(get(path));
            isForbidden(get(path + "?prefix="));
            isForbidden(get(path + "?prefix=ac"));
            isForbidden(get(path + "?prefix=other:"));
        }
        isForbidden(get("/v1/events"));
        isForbidden(get("/v1/events?account=other:1"));
        assertThat(get("/v1/events?account=acme:1&from=never").status()).isEqualTo(400);
        isForbidden(get("/v1/trial-balance"));
        isForbidden(get("/v1/projections"));
        isForbidden(api.get("/metrics", AUTHORIZATION, tokens.of("admin", "acme:")));
    }

    @Test
    void aTenantCommandsTheirOwnAccountsOnly() {
        post("/v1/accounts/acme:2/deposits", Api.money("1.00"), acme).expect(201);
        isForbidden(post("/v1/accounts/other:1/deposits", Api.money("1.00"), acme));
        isForbidden(post("/v1/accounts/other:1/freeze", "", acme));
        isForbidden(api.patch("/v1/accounts/other:1", "{\"metadata\":{}}", AUTHORIZATION, acme));
        isForbidden(post("/v1/accounts", "{\"id\":\"other:2\",\"currency\":\"EUR\"}", acme));
        post("/v1/transactions", "{" + Api.postings("acme:1", "acme:2", "1.00") + "}", acme)
                .expect(201);
        isForbidden(post("/v1/transactions", "{" + Api.postings("acme:1", "other:1", "1.00") + "}", acme));
        isForbidden(post(
                "/v1/transactions",
                "{" + Api.postings("acme:1", "acme:2", "1.00", "other:1", "acme:1", "1.00") + "}",
                acme));
        assertThat(api.get("/v1/accounts/other:1", AUTHORIZATION, operator)
                        .expect(200)
                        .json()
                        .path("version")
                        .longValue())
                .isEqualTo(api.get("/v1/accounts/other:1/statement", AUTHORIZATION, operator)
                                .expect(200)
                                .json()
                                .path("items")
                                .size()
                        + 1L);
    }

    @Test
    void aBatchIsRefusedLineByLine() {
        String lines = "{\"op\":\"deposit\",\"account\":\"acme:2\",\"amount\":\"1.00\",\"currency\":\"EUR\"}\n"
                + "{\"op\":\"deposit\",\"account\":\"other:1\",\"amount\":\"1.00\",\"currency\":\"EUR\"}\n"
                + "{\"op\":\"transaction\"," + Api.postings("other:1", "acme:1", "1.00") + "}\n"
                + "{\"op\":\"update\",\"account\":\"other:1\",\"maxBalance\":\"1.001\"}\n"
                + "{\"op\":\"update\",\"account\":\"acme:1\",\"maxBalance\":\"1.001\"}\n";
        List<JsonNode> answers =
                api.batch(lines, AUTHORIZATION, acme).expect(200).lines();
        assertThat(answers)
                .extracting(answer -> answer.path("status").intValue())
                .containsExactly(201, 403, 403, 403, 400);
    }

    @Test
    void aFeedEndsWhenItsTokenIsNotAcceptedAnyMore() throws InterruptedException {
        // Clocks may differ by a minute, so that it is accepted for some seconds more.
        String ending = tokens.of("read", Duration.ofSeconds(-55));
        try (Feed feed = Feed.open(api, "", AUTHORIZATION, ending);
                Feed other = Feed.open(api, "", AUTHORIZATION, operator)) {
            post("/v1/accounts/acme:2/deposits", Api.money("1.00"), operator).expect(201);
            await().atMost(SOON).until(() -> feed.events().size() == 1);
            await().atMost(SOON).until(feed::hasEnded);
            assertThat(feed.endedWell()).isTrue();
            assertThat(other.hasEnded()).isFalse();
        }
        assertThat(api.get("/metrics", AUTHORIZATION, operator).text())
                .containsPattern("ledger_feeds_cut_off_total\\{reason=\"expired\"} 1");
    }

    @Test
    void aTenantsFeedLeavesOutThePostingsOfOthersAmongThemselves() throws InterruptedException {
        for (String id : List.of("third:1", "third:2")) {
            post("/v1/accounts", "{\"id\":\"" + id + "\",\"currency\":\"EUR\"}", operator)
                    .expect(201);
        }
        try (Feed own = Feed.open(api, "?account=acme:1", AUTHORIZATION, acme);
                Feed all = Feed.open(api, "?account=acme:1", AUTHORIZATION, operator)) {
            String postings = String.join(
                    ",",
                    posting("acme:1", "acme:2"),
                    posting("@world", "third:1"),
                    posting("third:1", "third:2"),
                    posting("acme:1", "third:1"));
            post("/v1/transactions", "{\"postings\":[" + postings + "]}", operator, "Idempotency-Key", "of-several")
                    .expect(201);
            await().atMost(SOON).until(() -> !told(own).isEmpty() && !told(all).isEmpty());
            assertThat(told(own)).containsExactly("acme:1 acme:2", "acme:1 third:1");
            assertThat(told(all))
                    .containsExactly("acme:1 acme:2", "@world third:1", "third:1 third:2", "acme:1 third:1");
        }
    }

    private static String posting(String from, String to) {
        return "{\"from\":\"" + from + "\",\"to\":\"" + to + "\",\"amount\":\"1.00\",\"currency\":\"EUR\"}";
    }

    /** The postings in the event that has posted the transaction. */
    private static List<String> told(Feed feed) {
        return feed.events().stream()
                .filter(event -> event.type().equals("TransactionPosted")
                        && event.data().path("transactionId").textValue().equals("of-several"))
                .flatMap(event -> event.data().path("postings").valueStream())
                .map(posting -> posting.path("from").textValue() + " "
                        + posting.path("to").textValue())
                .toList();
    }

    @Test
    void aTenantSeesAndEndsTransactionsOfTheirOwnAccountsOnly() {
        hold("hold-own", "acme:1", "acme:2");
        hold("hold-shared", "acme:1", "other:1");

        get("/v1/transactions/hold-own").expect(200);
        get("/v1/commands/hold-own").expect(200);
        isForbidden(get("/v1/transactions/hold-shared"));
        isForbidden(get("/v1/commands/hold-shared"));
        for (String action : List.of("capture", "void", "reverse")) {
            isForbidden(post("/v1/transactions/hold-shared/" + action, "", acme));
        }
        post("/v1/transactions/hold-none/void", "", acme).expect(404);
        post("/v1/transactions/hold-own/void", "", acme).expect(200);
        assertThat(api.get("/v1/transactions/hold-shared", AUTHORIZATION, operator)
                        .expect(200)
                        .json()
                        .path("status")
                        .textValue())
                .isEqualTo("PENDING");
    }

    private void hold(String key, String from, String to) {
        post(
                        "/v1/transactions",
                        "{" + Api.postings(from, to, "1.00") + ",\"pending\":true}",
                        operator,
                        "Idempotency-Key",
                        key)
                .expect(201);
    }
}

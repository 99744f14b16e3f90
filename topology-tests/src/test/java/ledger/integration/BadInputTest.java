package ledger.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is wrong with a request is answered with a problem that names the place, and changes nothing. */
@ExtendWith(SharedLedger.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {
    static final String ACCOUNT = "bad-input";
    static final String NEW_ACCOUNT = "bad-input-new";
    static final String DEPOSITS = "/v1/accounts/" + ACCOUNT + "/deposits";
    private static final int BODY_LIMIT = 1024 * 1024;

    private final Api api;

    BadInputTest(LedgerFixture ledger) {
        api = ledger.api();
    }

    /** A request, and what must come of it; {@code value} is that of the field of the problem that names the place. */
    record Bad(String name, Function<Api, Api.Reply> call, int status, String code, String field, String value) {
        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    void open() {
        api.open(ACCOUNT);
        api.deposit(ACCOUNT, "100.00").expect(201);
    }

    @AfterEach
    void nothingHasHappened() {
        JsonNode account = api.get("/v1/accounts/" + ACCOUNT).expect(200).json();
        assertThat(account.path("version").intValue()).isEqualTo(2);
        assertThat(account.path("balance").textValue()).isEqualTo("100.00");
        api.get("/v1/accounts/" + NEW_ACCOUNT).expect(404);
    }

    @ParameterizedTest
    @MethodSource({
        "ledger.integration.BadBodies#bodies",
        "ledger.integration.BadBodies#opens",
        "ledger.integration.BadBodies#updates",
        "ledger.integration.BadTransactions#bodies",
        "ledger.integration.BadTransactions#addresses",
        "parameters",
        "headers",
        "addresses"
    })
    void isAnsweredWithAProblem(Bad bad) {
        Api.Reply reply = bad.call().apply(api).expect(bad.status());

        assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
        JsonNode problem = reply.json();
        assertThat(Api.fields(problem)).startsWith("type", "title", "status", "detail", "instance", "code");
        assertThat(problem.path("type").textValue())
                .isEqualTo("/problems/" + bad.code().toLowerCase(Locale.ROOT).replace('_', '-'));
        assertThat(problem.path("status").intValue()).isEqualTo(bad.status());
        assertThat(problem.path("code").textValue()).isEqualTo(bad.code());
        assertThat(problem.path("title").textValue()).isNotBlank();
        assertThat(problem.path("detail").textValue()).isNotBlank();
        if (!bad.field().isEmpty()) {
            assertThat(problem.path(bad.field()).textValue()).as(reply.text()).isEqualTo(bad.value());
        }
        assertThat(reply.text()).doesNotContain("Exception").doesNotContain("\\tat ");
        assertThat(reply.header("X-Request-Id")).isNotBlank();
    }

    @Test
    void aBodyAtTheLimitIsRead() {
        String body = Api.money("1.234");
        api.post(DEPOSITS, body + " ".repeat(BODY_LIMIT - body.length())).expect(400);
    }

    @Test
    void aBodyOverTheLimitIsTooLarge() {
        String body = Api.money("1.00") + " ".repeat(BODY_LIMIT);
        tooLarge(api.post(DEPOSITS, body));
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        tooLarge(api.send(
                "POST",
                DEPOSITS,
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)),
                "Content-Type",
                "application/json"));
    }

    private static void tooLarge(Api.Reply reply) {
        JsonNode problem = reply.expect(413).json();
        assertThat(problem.path("code").textValue()).isEqualTo("BODY_TOO_LARGE");
        assertThat(problem.path("maxBytes").intValue()).isEqualTo(BODY_LIMIT);
    }

    @Test
    void aWrongMethodNamesTheRightOnes() {
        assertThat(api.delete("/v1/accounts").expect(405).header("Allow")).isEqualTo("GET, HEAD, POST");
        assertThat(api.get(DEPOSITS).expect(405).header("Allow")).isEqualTo("POST");
        assertThat(api.get("/v1/projections/balances/rebuild").expect(405).header("Allow"))
                .isEqualTo("DELETE, POST");
    }

    @Test
    void theHeadersAloneAreThoseOfTheWholeAnswer() {
        Api.Reply there = head("/v1/accounts/" + ACCOUNT).expect(200);
        assertThat(there.header("ETag")).isEqualTo("\"2\"");
        assertThat(there.header("Content-Type")).startsWith("application/json");
        assertThat(there.text()).isEmpty();
        assertThat(head("/v1/accounts/" + NEW_ACCOUNT).expect(404).text()).isEmpty();
        assertThat(head("/v1/batches").expect(405).header("Allow")).isEqualTo("POST");
    }

    private Api.Reply head(String path) {
        return api.send("HEAD", path, BodyPublishers.noBody());
    }

    private static Bad parameter(String name, String path) {
        return new Bad("GET " + path, api -> api.get(path), 400, "INVALID_REQUEST", "parameter", name);
    }

    private static Bad posted(String name, String path) {
        return new Bad("POST " + path, api -> api.post(path, ""), 400, "INVALID_REQUEST", "parameter", name);
    }

    private static Stream<Bad> parameters() {
        String account = "/v1/accounts/" + ACCOUNT;
        return Stream.of(
                parameter("limit", "/v1/accounts?limit=0"),
                parameter("limit", "/v1/accounts?limit=1001"),
                parameter("limit", "/v1/accounts?limit=-1"),
                parameter("limit", "/v1/accounts?limit=x"),
                parameter("limit", "/v1/accounts?limit=1&limit=2"),
                parameter("cursor", "/v1/accounts?cursor=!"),
                parameter("cursor", "/v1/accounts?cursor=AAAA"),
                parameter("prefix", "/v1/accounts?prefix=a%20b"),
                parameter("prefx", "/v1/accounts?prefx=a"),
                parameter("minVersion", account + "?minVersion=x"),
                parameter("minVersion", account + "?minVersion=-1"),
                parameter("id", "/v1/accounts/@world"),
                parameter("id", "/v1/accounts/a%20b"),
                parameter("id", "/v1/accounts/%C3%A9/statement"),
                parameter("from", account + "/statement?from=yesterday"),
                parameter("to", account + "/statement?to=2026-01-01"),
                parameter("order", account + "/statement?order=up"),
                parameter("cursor", account + "/statement?cursor=x"),
                parameter("window", account + "/activity?window=week"),
                parameter("window", account + "/activity?window=DAY"),
                parameter("window", account + "/activity?window=day&window=hour"),
                parameter("from", account + "/activity?from=yesterday"),
                parameter("to", account + "/activity?to=2026-01-01"),
                parameter("limit", account + "/activity?limit=1001"),
                parameter("cursor", account + "/activity?cursor=x"),
                parameter("minVersion", account + "/activity?minVersion=x"),
                parameter("order", account + "/activity?order=asc"),
                parameter("id", "/v1/accounts/@world/activity"),
                parameter("prefix", "/v1/rollups?prefix=@world"),
                parameter("prefix", "/v1/rollups?prefix=a/b"),
                parameter("prefix", "/v1/rollups?prefix=" + "x".repeat(129)),
                parameter("prefix", "/v1/rollups?prefix=a&prefix=b"),
                parameter("asOf", account + "/balance?asOf=x"),
                parameter("effectiveAsOf", account + "/balance?effectiveAsOf="),
                parameter("asof", account + "/balance?asof=2026-01-01T00:00:00Z"),
                parameter("id", "/v1/transactions/a%20b"),
                parameter("id", "/v1/transactions/@world"),
                parameter("id", "/v1/transactions/" + "x".repeat(129)),
                parameter("minVersion", "/v1/transactions/t?minVersion=1"),
                parameter("currency", "/v1/trial-balance?currency="),
                parameter("currency", "/v1/trial-balance?currency=eur"),
                parameter("currency", "/v1/trial-balance?currency=EUR&currency=USD"),
                parameter("limit", "/v1/trial-balance?limit=0"),
                parameter("cursor", "/v1/trial-balance?cursor=x"),
                parameter("limit", "/v1/rollups?limit=1001"),
                parameter("cursor", "/v1/projections?cursor=cHJvamVjdGlvbnM6bm9uZQ"),
                parameter("from", "/v1/events?from=yesterday"),
                parameter("from", "/v1/events?from="),
                parameter("from", "/v1/events?from=2026-01-01"),
                parameter("from", "/v1/events?from=start&from=start"),
                parameter("account", "/v1/events?account="),
                parameter("account", "/v1/events?account=@world"),
                parameter("account", "/v1/events?account=a%20b"),
                parameter("limit", "/v1/events?limit=1"),
                parameter("key", "/v1/commands/%20"),
                posted("skipPoison", "/v1/projections/balances/rebuild?skipPoison=yes"),
                posted("force", "/v1/projections/balances/rebuild?force=true"));
    }

    private static Bad header(String name, String value) {
        return new Bad(
                name + ": " + value,
                api -> api.deposit(ACCOUNT, "1.00", name, value),
                400,
                "INVALID_REQUEST",
                "header",
                name);
    }

    private static Bad twice(String name, String value, String other) {
        return new Bad(
                name + ": " + value + ", " + other,
                api -> api.deposit(ACCOUNT, "1.00", name, value, name, other),
                400,
                "INVALID_REQUEST",
                "header",
                name);
    }

    private static Stream<Bad> headers() {
        return Stream.of(
                twice("Idempotency-Key", "one", "another"),
                twice("If-Match", "\"1\"", "\"2\""),
                twice("Prefer", "return=minimal", "wait=x"),
                header("Idempotency-Key", "a b"),
                header("Idempotency-Key", "x".repeat(256)),
                header("Idempotency-Key", ""),
                header("If-Match", "2"),
                header("If-Match", "W/\"2\""),
                header("If-Match", "\"x\""),
                header("If-Match", "\"-1\""),
                header("Prefer", "wait=x"),
                header("Prefer", "wait=-1"),
                header("Prefer", "wait=1.5"),
                header("Prefer", "wait"),
                resuming(""),
                resuming("17"),
                resuming("AAAAAAAA"));
    }

    private static Bad resuming(String id) {
        return new Bad(
                "Last-Event-ID: " + id,
                api -> api.get("/v1/events?from=start", "Last-Event-ID", id),
                400,
                "INVALID_REQUEST",
                "header",
                "Last-Event-ID");
    }

    private static Bad type(String... contentType) {
        return new Bad(
                "content type " + String.join("", contentType),
                api -> api.send("POST", DEPOSITS, Api.text(Api.money("1.00")), contentType),
                415,
                "UNSUPPORTED_MEDIA_TYPE",
                "",
                "");
    }

    private static Bad other(int status, String code, String method, String path) {
        return new Bad(
                method + " " + path, api -> api.send(method, path, BodyPublishers.noBody()), status, code, "", "");
    }

    private static Bad accepting(String type) {
        return new Bad(
                "what is not there, as " + type, api -> api.get("/v2", "Accept", type), 404, "NOT_FOUND", "", "");
    }

    private static Stream<Bad> addresses() {
        return Stream.of(
                type(),
                type("Content-Type", "text/plain"),
                type("Content-Type", "application/x-www-form-urlencoded"),
                type("Content-Type", "application/json; charset=utf-16"),
                type("Content-Type", "nonsense"),
                type("Content-Type", "application/merge-patch+json"),
                other(405, "METHOD_NOT_ALLOWED", "PUT", "/v1/accounts"),
                other(405, "METHOD_NOT_ALLOWED", "DELETE", "/v1/accounts/" + ACCOUNT),
                other(405, "METHOD_NOT_ALLOWED", "GET", "/v1/batches"),
                other(405, "METHOD_NOT_ALLOWED", "PATCH", DEPOSITS),
                other(405, "METHOD_NOT_ALLOWED", "POST", "/health/live"),
                other(404, "NOT_FOUND", "GET", "/v1"),
                other(404, "NOT_FOUND", "GET", "/v2/accounts"),
                accepting("application/json"),
                accepting("text/html"),
                accepting("*/*"),
                other(404, "NOT_FOUND", "POST", "/v1/accounts/" + ACCOUNT + "/nothing"),
                other(404, "NOT_FOUND", "GET", "/v1/accounts/" + ACCOUNT + "/nothing"),
                other(404, "ACCOUNT_NOT_FOUND", "GET", "/v1/accounts/" + NEW_ACCOUNT),
                other(404, "ACCOUNT_NOT_FOUND", "GET", "/v1/accounts/" + NEW_ACCOUNT + "/statement"),
                other(404, "ACCOUNT_NOT_FOUND", "GET", "/v1/accounts/" + NEW_ACCOUNT + "/balance"),
                other(404, "ACCOUNT_NOT_FOUND", "GET", "/v1/accounts/" + NEW_ACCOUNT + "/activity"),
                other(404, "TRANSACTION_NOT_FOUND", "GET", "/v1/transactions/nobody-made-this"),
                other(405, "METHOD_NOT_ALLOWED", "DELETE", "/v1/trial-balance"),
                other(405, "METHOD_NOT_ALLOWED", "POST", "/v1/events"),
                other(405, "METHOD_NOT_ALLOWED", "OPTIONS", "/v1/accounts/" + ACCOUNT),
                other(405, "METHOD_NOT_ALLOWED", "OPTIONS", "/v1/batches"),
                other(404, "COMMAND_NOT_FOUND", "GET", "/v1/commands/nobody-sent-this"),
                other(404, "PROJECTION_NOT_FOUND", "GET", "/v1/projections/nothing"),
                other(404, "PROJECTION_NOT_FOUND", "POST", "/v1/projections/nothing/rebuild"));
    }
}

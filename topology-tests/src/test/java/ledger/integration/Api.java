package ledger.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;

/** A client of the HTTP interface that knows nothing of the server's classes. */
public final class Api {
    static final JsonMapper JSON = new JsonMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(70);
    private static final Duration REBUILT_WITHIN = Duration.ofSeconds(60);

    private final HttpClient client;
    private final URI base;
    private final Duration timeout;

    Api(int port) {
        this(port, TIMEOUT);
    }

    /** @param timeout after which a request fails that was not answered */
    public Api(int port, Duration timeout) {
        this.base = URI.create("http://127.0.0.1:" + port);
        this.timeout = timeout;
        this.client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    /** Over TLS, with whom to trust. */
    Api(int port, SSLContext trust) {
        this.base = URI.create("https://127.0.0.1:" + port);
        this.timeout = TIMEOUT;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(trust)
                .build();
    }

    /** An answer; the body as text. */
    public record Reply(int status, java.net.http.HttpHeaders headers, String text) {
        public Reply expect(int expected) {
            assertThat(status).as(text).isEqualTo(expected);
            return this;
        }

        public JsonNode json() {
            return parse(text);
        }

        /** The first value of a header, {@code ""} where there is none. */
        public String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        /** The lines of NDJSON. */
        List<JsonNode> lines() {
            return text.lines().map(Api::parse).toList();
        }
    }

    /**
     * Rebuilds a read model of a ledger into which tests write poison, and returns when the new generation serves. Its
     * number may not be the next one: a rebuild that failed keeps its own.
     */
    void rebuild(String projection) {
        String path = "/v1/projections/" + projection;
        int before = get(path).expect(200).json().path("generation").intValue();
        post(path + "/rebuild?skipPoison=true", "").expect(202);
        await().atMost(REBUILT_WITHIN).untilAsserted(() -> {
            JsonNode now = get(path).expect(200).json();
            assertThat(now.path("generation").intValue()).as(now.toString()).isGreaterThan(before);
            assertThat(now.path("rebuild").isNull()).isTrue();
        });
    }

    static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + json, e);
        }
    }

    /** The names of an object's fields in their order. */
    static List<String> fields(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    String url() {
        return base.toString();
    }

    /** Headers stand as name, value, name, value. */
    public Reply get(String path, String... headers) {
        return send("GET", path, BodyPublishers.noBody(), headers);
    }

    Reply delete(String path, String... headers) {
        return send("DELETE", path, BodyPublishers.noBody(), headers);
    }

    public Reply post(String path, String json, String... headers) {
        return send("POST", path, text(json), with("Content-Type", "application/json", headers));
    }

    Reply patch(String path, String json, String... headers) {
        return send("PATCH", path, text(json), with("Content-Type", "application/json", headers));
    }

    Reply batch(String lines, String... headers) {
        return send("POST", "/v1/batches", text(lines), with("Content-Type", "application/x-ndjson", headers));
    }

    Reply send(String method, String path, BodyPublisher body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(base.resolve(path)).method(method, body).timeout(timeout);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Reply(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static BodyPublisher text(String body) {
        return BodyPublishers.ofString(body, StandardCharsets.UTF_8);
    }

    private static String[] with(String name, String value, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = name;
        all[headers.length + 1] = value;
        return all;
    }

    Reply open(String account) {
        return post("/v1/accounts", "{\"id\":\"" + account + "\",\"currency\":\"EUR\"}")
                .expect(201);
    }

    Reply deposit(String account, String amount, String... headers) {
        return post(account(account) + "/deposits", money(amount), headers);
    }

    Reply withdraw(String account, String amount, String... headers) {
        return post(account(account) + "/withdrawals", money(amount), headers);
    }

    /** The address of an account, whatever its id. */
    public static String account(String id) {
        return "/v1/accounts/" + URLEncoder.encode(id, StandardCharsets.UTF_8);
    }

    /** The sum of the metrics' samples that begin like this; 0 where there is none. */
    double metric(String sample) {
        return get("/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith(sample))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** An account as it stands. */
    JsonNode state(String id) {
        return get(account(id)).expect(200).json();
    }

    /** A transaction with these postings, which stand as from, to, amount, from, to, amount. */
    public static String postings(String... postings) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < postings.length; i += 3) {
            all.add(posting(postings[i], postings[i + 1], postings[i + 2], "EUR"));
        }
        return "\"postings\":[" + String.join(",", all) + "]";
    }

    static String posting(String from, String to, String amount, String currency) {
        return "{\"from\":\"" + from + "\",\"to\":\"" + to + "\",\"amount\":\"" + amount + "\",\"currency\":\""
                + currency + "\"}";
    }

    Reply transfer(String from, String to, String amount, String... headers) {
        return post("/v1/transactions", "{" + postings(from, to, amount) + "}", headers);
    }

    Reply hold(String key, String from, String to, String amount, String more) {
        return post(
                "/v1/transactions",
                "{" + postings(from, to, amount) + ",\"pending\":true" + more + "}",
                "Idempotency-Key",
                key);
    }

    Reply capture(String transaction, String body, String... headers) {
        return change(transaction, "capture", body, headers);
    }

    /** {@code capture}, {@code void} or {@code reverse}. */
    Reply change(String transaction, String action, String body, String... headers) {
        return post("/v1/transactions/" + transaction + "/" + action, body, headers);
    }

    public static String money(String amount) {
        return "{\"amount\":\"" + amount + "\",\"currency\":\"EUR\"}";
    }

    /** All items of a list, page by page. */
    public List<JsonNode> items(String path, int limit) {
        List<JsonNode> items = new ArrayList<>();
        eachPage(path, limit, page -> page.path("items").forEach(items::add));
        return items;
    }

    void eachPage(String path, int limit, Consumer<JsonNode> page) {
        String first = path + (path.contains("?") ? "&" : "?") + "limit=" + limit;
        JsonNode body = get(first).expect(200).json();
        page.accept(body);
        while (!body.path("nextCursor").isNull()) {
            body = get(first + "&cursor=" + body.path("nextCursor").textValue())
                    .expect(200)
                    .json();
            page.accept(body);
        }
    }
}

package ledger.api.cli;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertPathBuilderException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/** Speaks HTTP/1.1 and JSON with one server. Safe for use by many threads. */
final class ApiClient implements AutoCloseable {

    static final JsonMapper JSON = JsonMapper.builder().build();

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    /** How much longer than the server's own deadline we wait for its answer. */
    private static final Duration GRACE = Duration.ofSeconds(15);

    private final URI server;
    private final Duration wait;
    private final Optional<String> token;
    private final HttpClient http;

    /**
     * @param server where the API is, without {@code /v1}
     * @param wait the deadline that the server is given for each request
     * @param token shown to the server
     * @param trust whom to trust at an {@code https} address; empty: whom Java does
     */
    ApiClient(URI server, Duration wait, Optional<String> token, Optional<SSLContext> trust) {
        this.token = token;
        this.server = server;
        this.wait = wait;
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT_TIMEOUT);
        trust.ifPresent(builder::sslContext);
        this.http = builder.build();
    }

    /** A path of these segments, each percent-encoded. */
    static String path(String... segments) {
        return Arrays.stream(segments).map(segment -> "/" + encode(segment)).collect(Collectors.joining());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    ApiAnswer get(String path, Map<String, String> query) {
        return ask(request(withQuery(path, query)).GET());
    }

    private static String withQuery(String path, Map<String, String> query) {
        String parameters = query.entrySet().stream()
                .map(parameter -> encode(parameter.getKey()) + "=" + encode(parameter.getValue()))
                .collect(Collectors.joining("&"));
        return parameters.isEmpty() ? path : path + "?" + parameters;
    }

    ApiAnswer post(String path, Map<String, String> headers) {
        HttpRequest.Builder request = request(path).POST(BodyPublishers.noBody());
        headers.forEach(request::setHeader);
        return ask(request);
    }

    ApiAnswer post(String path, JsonNode body, Map<String, String> headers) {
        HttpRequest.Builder request = request(path)
                .setHeader("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()));
        headers.forEach(request::setHeader);
        return ask(request);
    }

    /** Sends a batch. The caller reads and closes the body, which comes while the batch is being decided. */
    HttpResponse<InputStream> postBatch(byte[] lines) {
        HttpRequest.Builder request = request("/v1/batches?chained=true")
                .setHeader("Content-Type", "application/x-ndjson")
                .setHeader("Accept", "application/x-ndjson, application/problem+json")
                .POST(BodyPublishers.ofByteArray(lines));
        return send(request.build(), BodyHandlers.ofInputStream());
    }

    /** Opens a stream of server-sent events. The caller reads and closes the body, which does not end by itself. */
    HttpResponse<InputStream> getEvents(String path, Map<String, String> query, Map<String, String> headers) {
        HttpRequest.Builder request = request(withQuery(path, query))
                .setHeader("Accept", "text/event-stream, application/problem+json")
                .GET();
        headers.forEach(request::setHeader);
        return send(request.build(), BodyHandlers.ofInputStream());
    }

    /** What a response says, with its body already read. */
    static ApiAnswer answer(HttpResponse<?> response, byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        return new ApiAnswer(response.statusCode(), text, parse(text), retryAfter(response));
    }

    private static Optional<Duration> retryAfter(HttpResponse<?> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(seconds -> seconds.matches("\\d{1,6}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException e) {
            // A proxy's page, for one: the status alone says what happened.
            return MissingNode.getInstance();
        }
    }

    private HttpRequest.Builder request(String pathAndQuery) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + pathAndQuery))
                .timeout(wait.plus(GRACE))
                .setHeader("Accept", "application/json, application/problem+json")
                .setHeader("Prefer", "wait=" + wait.toSeconds());
        token.ifPresent(shown -> request.setHeader("Authorization", "Bearer " + shown));
        return request;
    }

    private ApiAnswer ask(HttpRequest.Builder request) {
        HttpResponse<byte[]> response = send(request.build(), BodyHandlers.ofByteArray());
        return answer(response, response.body());
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return http.send(request, handler);
        } catch (ConnectException | HttpConnectTimeoutException e) {
            throw new CliException.NoAnswer(
                    "cannot reach " + server + ": is the server running there? (--url names another)", false, e);
        } catch (HttpTimeoutException e) {
            throw new CliException.NoAnswer("no answer from " + server + " in time", true, e);
        } catch (SSLException e) {
            throw new CliException("no TLS with " + server + ": " + describe(e) + trustHint(e), e);
        } catch (IOException e) {
            throw new CliException.NoAnswer("the connection to " + server + " broke: " + describe(e), true, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException("interrupted", e);
        }
    }

    private static String trustHint(SSLException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertPathBuilderException) {
                return " (--ca names a file of authorities to trust)";
            }
        }
        return "";
    }

    /** An I/O error in words: some carry no message. */
    static String describe(IOException e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}

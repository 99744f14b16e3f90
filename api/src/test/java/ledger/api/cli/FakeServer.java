package ledger.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** An HTTP server on a free port of the loopback that answers what a test tells it to, and keeps what it was asked. */
final class FakeServer implements AutoCloseable {

    record Request(String line, Headers headers, String body) {
        JsonNode json() {
            try {
                return ApiClient.JSON.readTree(body);
            } catch (IOException e) {
                throw new IllegalStateException(body, e);
            }
        }

        List<String> lines() {
            return body.lines().toList();
        }

        String header(String name) {
            return String.valueOf(headers.getFirst(name));
        }
    }

    /** What to answer; {@code cut} closes the connection in the middle of the body. */
    record Reply(int status, String body, Map<String, String> headers, boolean cut) {
        static Reply of(int status, String body) {
            return new Reply(status, body, Map.of(), false);
        }

        static Reply problem(int status, String code, String detail) {
            return of(status, "{\"status\":%d,\"code\":\"%s\",\"detail\":\"%s\"}".formatted(status, code, detail));
        }

        Reply with(String name, String value) {
            return new Reply(status, body, Map.of(name, value), cut);
        }

        Reply cutOff() {
            return new Reply(status, body, headers, true);
        }
    }

    private final HttpServer http;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Map<String, Deque<Function<Request, Reply>>> replies = new HashMap<>();

    FakeServer() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", this::answer);
        http.start();
    }

    String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    List<Request> requests() {
        return requests;
    }

    Request onlyRequest() {
        if (requests.size() != 1) {
            throw new AssertionError("one request expected: " + requests);
        }
        return requests.getFirst();
    }

    /** Answers a request like {@code GET /v1/projections}; the last answer that was given for it is repeated. */
    FakeServer on(String line, Reply... answers) {
        for (Reply answer : answers) {
            on(line, request -> answer);
        }
        return this;
    }

    synchronized FakeServer on(String line, Function<Request, Reply> answer) {
        replies.computeIfAbsent(line, any -> new ArrayDeque<>()).add(answer);
        return this;
    }

    private synchronized Function<Request, Reply> next(String line) {
        Deque<Function<Request, Reply>> queue = replies.getOrDefault(line, new ArrayDeque<>());
        if (queue.isEmpty()) {
            return request -> Reply.problem(404, "NOT_FOUND", "no answer was prepared for " + request.line());
        }
        return queue.size() > 1 ? queue.removeFirst() : queue.getFirst();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Request request = new Request(line, exchange.getRequestHeaders(), body);
            requests.add(request);
            Reply reply = next(line).apply(request);
            byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
            reply.headers().forEach(exchange.getResponseHeaders()::set);
            // More is promised than is sent where the connection is to break.
            exchange.sendResponseHeaders(reply.status(), reply.cut() ? bytes.length + 1_000 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.getResponseBody().flush();
        }
    }

    @Override
    public void close() {
        http.stop(0);
    }
}

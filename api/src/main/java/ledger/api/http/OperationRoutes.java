package ledger.api.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** What operators and tools ask for: health, metrics, and the description of the API. */
final class OperationRoutes {
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    private final Health health;
    private final PrometheusMeterRegistry metrics;

    OperationRoutes(Health health, PrometheusMeterRegistry metrics) {
        this.health = health;
        this.metrics = metrics;
    }

    void add(Endpoints endpoints) {
        endpoints
                .get("/health/live", exchange -> health(exchange, health.broken()))
                .get("/health/ready", exchange -> health(exchange, health.missing()))
                .get(
                        "/metrics",
                        exchange -> exchange.contentType("text/plain; version=0.0.4; charset=utf-8")
                                .result(metrics.scrape()))
                .get("/openapi.yaml", resource("/openapi.yaml", "application/yaml"))
                .get("/", resource("/console.html", "text/html; charset=utf-8"));
    }

    /** Nothing is well with something in the way. */
    private static void health(Context exchange, List<String> inTheWay) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("status", inTheWay.isEmpty() ? "UP" : "DOWN");
        ArrayNode missing = body.putArray("missing");
        inTheWay.forEach(missing::add);
        if (!inTheWay.isEmpty()) {
            exchange.header("Retry-After", "1");
        }
        Exchanges.writeJson(exchange, inTheWay.isEmpty() ? OK : UNAVAILABLE, body);
    }

    private static io.javalin.http.Handler resource(String name, String contentType) {
        byte[] content = read(name);
        return exchange -> exchange.contentType(contentType).result(content);
    }

    private static byte[] read(String name) {
        try (InputStream in = OperationRoutes.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the build has left out " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package ledger.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import ledger.benchmarks.HttpConnection.Request;

/** Every read model rebuilt from offset 0, one after the other, until the new generation serves. */
final class Rebuilds implements Group {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    private static final double NANOS = 1e9;

    private final URI api;
    private final Figure bareFold;

    /**
     * Of the ledger at this address.
     *
     * @param bareFold what the events are folded with at best
     */
    Rebuilds(URI api, Figure bareFold) {
        this.api = api;
        this.bareFold = bareFold;
    }

    @Override
    public List<Figure> measure() throws IOException {
        List<Figure> figures = new ArrayList<>();
        try (HttpConnection connection = new HttpConnection(api)) {
            JsonNode models = JSON.readTree(connection.send(Request.get("/v1/projections")));
            for (JsonNode model : models.path("items")) {
                figures.add(rebuild(connection, model.path("name").textValue()).beside(bareFold));
            }
        }
        return figures;
    }

    private static Figure rebuild(HttpConnection connection, String name) throws IOException {
        String path = "/v1/projections/" + name;
        long start = System.nanoTime();
        JsonNode state = JSON.readTree(connection.send(Request.post(path + "/rebuild")));
        int generation = state.path("generation").intValue();
        long events = 0;
        while (state.path("generation").intValue() == generation) {
            events = Math.max(events, state.path("rebuild").path("total").longValue());
            if (state.path("rebuild").path("state").asText().equals("FAILED")) {
                throw new IllegalStateException("the rebuild of " + name + " failed: " + state);
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
            state = JSON.readTree(connection.send(Request.get(path)));
        }
        double seconds = (System.nanoTime() - start) / NANOS;
        return Figure.rate("rebuild of " + name + ", events", events / seconds);
    }
}

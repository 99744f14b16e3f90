package ledger.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A client that follows the feed of events, and keeps what comes. */
final class Feed implements AutoCloseable {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HttpResponse<InputStream> response;
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final AtomicInteger heartbeats = new AtomicInteger();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean endedWell;

    record Event(String id, String type, JsonNode data) {
        String account() {
            return data.path("accountId").textValue();
        }

        long version() {
            return data.path("version").longValue();
        }
    }

    /** Returns when it is open: events that are committed from now on are seen. */
    static Feed open(Api api, String query, String... headers) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(api.url() + "/v1/events" + query));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return new Feed(request.build());
    }

    private Feed(HttpRequest request) throws InterruptedException {
        try {
            response = client.send(request, BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/event-stream");
        Thread.ofVirtual().start(this::read);
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            String id = "";
            String type = "";
            String data = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.equals(": heartbeat")) {
                    heartbeats.incrementAndGet();
                } else if (line.startsWith("id: ")) {
                    id = line.substring("id: ".length());
                } else if (line.startsWith("event: ")) {
                    type = line.substring("event: ".length());
                } else if (line.startsWith("data: ")) {
                    data = line.substring("data: ".length());
                } else if (!data.isEmpty()) {
                    events.add(new Event(id, type, Api.parse(data)));
                    data = "";
                }
            }
            endedWell = true;
        } catch (IOException e) {
            // The server broke it, or we have closed it.
            endedWell = false;
        } finally {
            ended.countDown();
        }
    }

    /** What has come until now. */
    List<Event> events() {
        return List.copyOf(events);
    }

    List<Event> events(String account) {
        return events.stream().filter(event -> event.account().equals(account)).toList();
    }

    List<Long> versions(String account) {
        return events(account).stream().map(Event::version).toList();
    }

    /** The id of where it began, before any event. */
    String firstId() {
        return response.headers().firstValue("Last-Event-ID").orElseThrow();
    }

    int heartbeats() {
        return heartbeats.get();
    }

    boolean hasEnded() {
        return ended.getCount() == 0;
    }

    /** Whether the server has ended it as HTTP ends an answer. */
    boolean endedWell() {
        return endedWell;
    }

    /** Breaks the connection, as a client does that has seen enough. */
    void leave() {
        client.shutdownNow();
    }

    @Override
    public void close() {
        leave();
        client.close();
    }
}

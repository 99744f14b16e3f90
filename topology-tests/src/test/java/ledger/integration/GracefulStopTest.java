package ledger.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import ledger.api.http.HttpApi;
import ledger.testing.UncalledApi;
import org.junit.jupiter.api.Test;

/** A request that is under way when the server is told to stop is answered: its sender may not know the key to ask by. */
class GracefulStopTest {
    private static final Duration SOON = Duration.ofSeconds(8);

    /** Longer than Jetty would leave a connection open on which nothing is sent. */
    private static final Duration QUIET = Duration.ofSeconds(2);

    private final CountDownLatch underWay = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);

    @Test
    void aRequestUnderWayIsAnsweredAndNoOtherIsTaken() throws Exception {
        HttpApi api = UncalledApi.with(routes -> routes.get("/slow", exchange -> {
            underWay.countDown();
            mayEnd.await();
            exchange.result("answered");
        }));
        api.start();
        URI uri = URI.create("http://127.0.0.1:" + api.port() + "/slow");
        try (HttpClient client = HttpClient.newHttpClient()) {
            CompletableFuture<HttpResponse<String>> response =
                    client.sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
            underWay.await();
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(api::close);
            await().atMost(SOON).until(() -> isRefused(uri));
            await().during(QUIET).atMost(SOON).until(() -> !response.isDone() && !stopped.isDone());
            mayEnd.countDown();
            assertThat(response)
                    .succeedsWithin(SOON)
                    .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(200))
                    .satisfies(answer -> assertThat(answer.body()).isEqualTo("answered"));
            assertThat(stopped).succeedsWithin(SOON);
        }
    }

    private static boolean isRefused(URI uri) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                            .statusCode()
                    == 503;
        } catch (ConnectException e) {
            return true;
        }
    }
}

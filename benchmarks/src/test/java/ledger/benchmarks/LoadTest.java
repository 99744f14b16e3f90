package ledger.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import ledger.benchmarks.HttpConnection.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoadTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final long STALL_MS = 300;

    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch never = new CountDownLatch(1);
    private final Set<String> headers = ConcurrentHashMap.newKeySet();
    private volatile boolean stalls;
    private volatile int status = 200;
    private HttpServer server;
    private URI url;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            headers.addAll(exchange.getRequestHeaders().keySet());
            exchange.getRequestBody().readAllBytes();
            if (requests.incrementAndGet() == 1 && stalls) {
                stall();
            }
            byte[] answer = "answer".getBytes(US_ASCII);
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void stall() {
        try {
            assertThat(never.await(STALL_MS, TimeUnit.MILLISECONDS)).isFalse();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aClosedLoadCountsWhatWasAnswered() throws Exception {
        double perSecond = new Load(2, Duration.ZERO, SECOND)
                .closed(url, _ -> new Request("POST", "/", "key", "{}", "application/json", 10))
                .unitsPerSecond();
        // The last requests may be answered when the time is over.
        assertThat(perSecond).isPositive().isLessThanOrEqualTo(requests.get() * 10.0);
    }

    /** To ask first is a round trip that clients in use do without where a body is small. */
    @Test
    void aBodyIsSentWithoutAskingFirst() throws Exception {
        try (HttpConnection connection = new HttpConnection(url)) {
            connection.send(Request.post("/", "key", "{}"));
        }
        assertThat(headers).contains("Idempotency-key", "Content-length").doesNotContain("Expect");
    }

    /** Were latencies counted from when a request is sent, only one of all would be long. */
    @Test
    void aStallIsFeltByAllThatWereDueMeanwhile() throws Exception {
        stalls = true;
        var latency = new Load(1, Duration.ZERO, SECOND)
                .open(url, 100, _ -> Request.get("/"))
                .latency();
        assertThat(latency.p99()).isGreaterThan(STALL_MS / 2.0);
        assertThat(latency.p999()).isGreaterThanOrEqualTo(STALL_MS - 10.0);
    }

    @Test
    void whatIsBeforeTheTimeDoesNotCount() throws Exception {
        stalls = true;
        var result = new Load(1, SECOND, SECOND).open(url, 20, _ -> Request.get("/"));
        assertThat(requests.get()).isGreaterThan(30);
        assertThat(result.unitsPerSecond()).isLessThan(30);
    }

    @Test
    void aRequestThatIsRefusedEndsTheLoad() {
        status = 422;
        assertThatThrownBy(() -> new Load(1, Duration.ZERO, SECOND).closed(url, _ -> Request.get("/some")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("/some")
                .hasMessageContaining("422");
    }

    @Test
    void anAnswerThatIsNotWhatWasAskedForEndsTheLoad() {
        assertThatThrownBy(() -> new Load(1, Duration.ZERO, SECOND).closed(url, new Load.Requests() {
                    @Override
                    public Request next(long number) {
                        return Request.get("/");
                    }

                    @Override
                    public void answered(String body) {
                        throw new IllegalStateException("not " + body);
                    }
                }))
                .hasMessageContaining("not answer");
    }
}

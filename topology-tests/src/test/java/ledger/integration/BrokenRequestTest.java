package ledger.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Requests that are not HTTP, or not all of it, and what the log says of requests. */
@ExtendWith(SharedLedger.class)
class BrokenRequestTest {
    private static final String ID = "X-Request-Id: mine-4";
    private static final String TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private final LedgerFixture ledger;
    private final RawHttp raw;
    private final Logger logger = (Logger) LoggerFactory.getLogger("ledger.api");
    private final Logger requests = (Logger) LoggerFactory.getLogger("ledger.api.http.RequestLog");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    BrokenRequestTest(LedgerFixture ledger) {
        this.ledger = ledger;
        this.raw = new RawHttp(ledger.api());
    }

    @BeforeEach
    void listen() {
        log.start();
        requests.setLevel(Level.INFO);
        logger.addAppender(log);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(log);
        requests.setLevel(null);
    }

    private List<ILoggingEvent> of(Level level) {
        synchronized (log) {
            return List.copyOf(log.list).stream()
                    .filter(event -> event.getLevel().equals(level))
                    .toList();
        }
    }

    private static String chunked(String path, String type, String body) {
        return "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: " + type
                + "\r\nTransfer-Encoding: chunked\r\n\r\n" + body;
    }

    @ParameterizedTest
    @ValueSource(strings = {"zz\r\n{}", "5\r\n{}", "2\r\n{}zz", "2\r\n{}\r\nzz\r\n"})
    void aBodyThatDoesNotComeToItsEndIsRefused(String body) {
        RawHttp.Answer answer = raw.sendAndLeave(chunked("/v1/accounts", "application/json", body))
                .expect(400);
        assertThat(answer.json().path("code").textValue()).isEqualTo("INVALID_REQUEST");
        assertThat(answer.header("X-Request-Id")).isNotEmpty();
        raw.sendAndLeave(chunked("/v1/batches", "application/x-ndjson", body)).expect(400);
        raw.sendAndLeave(chunked("/v1/accounts/a/freeze", "application/json", body))
                .expect(400);
        RawHttp.Answer registry = raw.sendAndLeave(chunked("/registry/subjects/s/versions", "application/json", body))
                .expect(400);
        assertThat(registry.header("X-Request-Id")).isNotEmpty();
        raw.sendAndLeave(chunked("/nowhere", "application/json", body));
        assertThat(of(Level.ERROR)).isEmpty();
    }

    @Test
    void aClientThatGoesAwayInItsBodyIsNoFault() {
        raw.sendAndLeave("POST /v1/accounts HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                        + "Content-Length: 100\r\n\r\n{")
                .expect(400);
        assertThat(of(Level.ERROR)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "400, GET //",
        "404, OPTIONS *",
        "405, OPTIONS /v1/accounts",
        "405, FOO /v1/accounts",
        "404, GET /nowhere",
        "200, GET /registry/subjects"
    })
    void everyAnswerHasTheIdOfItsRequest(int status, String request) {
        assertThat(raw.ask(request, ID).expect(status).header("X-Request-Id")).isEqualTo("mine-4");
        assertThat(raw.ask(request).expect(status).header("X-Request-Id")).isNotEmpty();
        assertThat(raw.ask(request, "X-Request-Id: no valid one").header("X-Request-Id"))
                .isNotEmpty()
                .isNotEqualTo("no valid one");
    }

    @Test
    void aWebSocketIsRefusedWithAnId() {
        RawHttp.Answer answer = raw.sendAndLeave("GET /v1/events HTTP/1.1\r\nHost: a\r\n" + ID
                + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        assertThat(answer.expect(404).header("X-Request-Id")).isEqualTo("mine-4");
    }

    @Test
    void whatCannotBeReadIsRefusedWithAnId() {
        String get = "GET /v1/accounts HTTP/1.1\r\n";
        for (RawHttp.Answer answer : List.of(
                raw.send("GET /" + "a".repeat(20_000) + " HTTP/1.1\r\n\r\n").expect(414),
                raw.send(get + "Host: a\r\nX: " + "a".repeat(20_000) + "\r\n\r\n")
                        .expect(431),
                raw.send(get + ID + "\r\n\r\n").expect(400),
                raw.send(get + "Host: a\r\nContent-Length: x\r\n\r\n").expect(400),
                raw.ask("GET /v1/accounts/%zz", ID).expect(400),
                raw.send("GET /v1/accounts HTTP/9.9\r\nHost: a\r\n\r\n").expect(505),
                raw.send("nonsense\r\n\r\n").expect(400))) {
            assertThat(answer.header("X-Request-Id")).as(answer.head()).isNotEmpty();
            assertThat(answer.json().path("code").textValue()).isEqualTo("INVALID_REQUEST");
        }
    }

    @Test
    void aTracedRequestIsLoggedWhenItEnds() {
        String id = ledger.newAccount();
        ledger.api().get("/v1/accounts/" + id).expect(200);
        ledger.api().get("/v1/accounts/" + id, "traceparent", "nonsense").expect(200);
        assertThat(of(Level.INFO)).isEmpty();

        ledger.api()
                .get("/v1/accounts/" + id, "traceparent", TRACEPARENT, "X-Request-Id", "mine-9")
                .expect(200);
        await().atMost(Duration.ofSeconds(10)).until(() -> !of(Level.INFO).isEmpty());
        assertThat(of(Level.INFO)).singleElement().satisfies(line -> {
            assertThat(line.getFormattedMessage()).isEqualTo("GET /v1/accounts/" + id + " answered 200");
            assertThat(line.getMDCPropertyMap())
                    .containsEntry("traceparent", TRACEPARENT)
                    .containsEntry("requestId", "mine-9");
        });
    }
}

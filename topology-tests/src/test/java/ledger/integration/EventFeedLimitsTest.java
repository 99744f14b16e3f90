package ledger.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import ledger.api.config.ConfigKey;
import ledger.topics.ShardPartitioner;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Feeds have bounds, which are narrow here, and nobody notices the feeds of others. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventFeedLimitsTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int MAX_FEEDS = 3;
    private static final int SHARDS = 4;

    private final LedgerFixture ledger = new LedgerFixture(Map.of(
            ConfigKey.FEED_MAX,
            Integer.toString(MAX_FEEDS),
            ConfigKey.FEED_HEARTBEAT_MS,
            "100",
            ConfigKey.FEED_WRITE_TIMEOUT_MS,
            "1000"));
    private final Api api = ledger.api();

    @AfterAll
    void stop() {
        ledger.close();
    }

    private void awaitOpen(int feeds) {
        await().atMost(SOON).until(() -> api.metric("ledger_feeds_open ") == feeds);
    }

    @Test
    void aFeedWithNothingToSaySaysThatItIsThere() throws InterruptedException {
        awaitOpen(0);
        try (Feed feed = Feed.open(api, "?account=nobody")) {
            await().atMost(SOON).until(() -> feed.heartbeats() >= 3);
            assertThat(feed.events()).isEmpty();
        }
    }

    @Test
    void moreFeedsThanThereMayBeAreRefusedUntilOneLeaves() throws InterruptedException {
        awaitOpen(0);
        try (Feed leaving = Feed.open(api, "");
                Feed second = Feed.open(api, "");
                Feed third = Feed.open(api, "")) {
            assertThat(api.metric("ledger_feeds_open ")).isEqualTo(MAX_FEEDS);
            Api.Reply refused = api.get("/v1/events").expect(503);
            assertThat(refused.json().path("code").textValue()).isEqualTo("OVERLOADED");
            assertThat(refused.header("Retry-After")).isNotBlank();
            leaving.leave();
            awaitOpen(MAX_FEEDS - 1);
            try (Feed fourth = Feed.open(api, "")) {
                assertThat(fourth.firstId()).isNotBlank();
            }
            assertThat(second.hasEnded() || third.hasEnded()).isFalse();
        }
        awaitOpen(0);
    }

    @Test
    void whoDoesNotReadIsCutOffAndOthersGetEverything() throws IOException, InterruptedException {
        awaitOpen(0);
        String id = ledger.newAccount();
        double cutBefore = api.metric("ledger_feeds_cut_off_total{reason=\"slow\"}");
        try (Socket slow = new Socket();
                Feed quick = Feed.open(api, "?account=" + id + "&from=start")) {
            slow.setReceiveBufferSize(4096);
            URI url = URI.create(api.url());
            slow.connect(new InetSocketAddress(url.getHost(), url.getPort()));
            slow.getOutputStream()
                    .write("GET /v1/events?from=start HTTP/1.1\r\nHost: ledger\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            awaitOpen(2);
            for (int batch = 0; batch < 3; batch++) {
                assertThat(api.batch(BigDeposits.batch(id, batch)).expect(200).lines())
                        .allSatisfy(line ->
                                assertThat(line.path("status").intValue()).isEqualTo(201));
            }
            await().atMost(SOON)
                    .until(() -> api.metric("ledger_feeds_cut_off_total{reason=\"slow\"}") == cutBefore + 1);
            awaitOpen(1);
            await().atMost(SOON).until(() -> quick.events().size() == 1 + 3 * BigDeposits.LINES);
            api.deposit(id, "1.00").expect(201);
            await().atMost(SOON).until(() -> quick.events().size() == 2 + 3 * BigDeposits.LINES);
            assertThat(quick.versions(id))
                    .isEqualTo(IntStream.rangeClosed(1, 2 + 3 * BigDeposits.LINES)
                            .mapToObj(Long::valueOf)
                            .toList());
        }
    }

    @Test
    void whatIsNoEventIsPassedOver() throws InterruptedException, ExecutionException {
        awaitOpen(0);
        String id = ledger.newAccount();
        try (Feed feed = Feed.open(api, "?account=" + id + "&from=start");
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", ledger.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            "ledger.accounts.events.v1",
                            ShardPartitioner.shardOf(id, SHARDS),
                            id.getBytes(StandardCharsets.UTF_8),
                            "no event".getBytes(StandardCharsets.UTF_8)))
                    .get();
            api.deposit(id, "1.00").expect(201);
            await().atMost(SOON).until(() -> feed.events().size() == 2);
            assertThat(feed.versions(id)).containsExactly(1L, 2L);
        }
    }

    @Test
    @Timeout(180)
    void feedsEndWellWhenTheServerStops() throws InterruptedException {
        LedgerFixture stopping = new LedgerFixture();
        String id = stopping.newAccount();
        try (Feed feed = Feed.open(stopping.api(), "?from=start")) {
            await().atMost(SOON).until(() -> feed.events().size() == 1);
            JsonNode opened = feed.events().getFirst().data();
            assertThat(opened.path("accountId").textValue()).isEqualTo(id);
            stopping.close();
            await().atMost(SOON).until(feed::hasEnded);
            assertThat(feed.endedWell()).isTrue();
        }
    }
}

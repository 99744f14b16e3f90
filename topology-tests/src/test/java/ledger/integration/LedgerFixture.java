package ledger.integration;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import ledger.api.broker.EmbeddedKafka;
import ledger.api.config.ConfigKey;
import ledger.api.config.LedgerConfig;
import ledger.api.server.LedgerServer;
import ledger.testing.TestDirectories;
import ledger.topics.ShardPartitioner;

/** A server in this JVM, on free ports and a directory and {@link TestBroker} of its own. */
final class LedgerFixture implements AutoCloseable {
    private static final int SHARDS = 4;
    private static final Duration READY_WITHIN = Duration.ofSeconds(60);

    private final TestBroker broker = TestBroker.start();
    private final Path data = TestDirectories.create("ledger");
    private final LedgerServer server;
    private final Api api;
    private final AtomicInteger accounts = new AtomicInteger();

    LedgerFixture() {
        this(Map.of());
    }

    /** A server with more settings. */
    LedgerFixture(Map<ConfigKey, String> more) {
        Map<ConfigKey, String> settings = new EnumMap<>(Map.of(
                ConfigKey.HTTP,
                "127.0.0.1:0",
                ConfigKey.DATA,
                data.toString(),
                ConfigKey.SHARDS,
                Integer.toString(SHARDS)));
        settings.putAll(broker.settings());
        settings.putAll(more);
        server = LedgerServer.start(LedgerConfig.load(Optional.empty(), Map.of(), settings));
        api = new Api(server.httpPort());
        await().atMost(READY_WITHIN).until(() -> server.missing().isEmpty());
    }

    Api api() {
        return api;
    }

    /** Every operation of the contract, as {@code METHOD /path}. */
    List<String> operations() {
        return server.http().endpoints().list();
    }

    TopicReader topics() {
        return new TopicReader(server.bootstrapServers(), api);
    }

    String bootstrapServers() {
        return server.bootstrapServers();
    }

    /** Whether it has started a broker in this JVM. */
    boolean hasEmbeddedBroker() {
        return EmbeddedKafka.running(data.resolve("kafka")).isPresent();
    }

    /** An id that no other test uses. */
    String newId() {
        return "test:" + accounts.incrementAndGet();
    }

    /** An account in euro that no other test uses. */
    String newAccount() {
        String id = newId();
        api.open(id);
        return id;
    }

    /** Accounts in euro, all of one shard. */
    List<String> newAccountsTogether(int count) {
        String tag = "{" + newId() + "}:";
        List<String> ids =
                IntStream.range(0, count).mapToObj(number -> tag + number).toList();
        ids.forEach(api::open);
        return ids;
    }

    /** Accounts in euro, each of another shard. */
    List<String> newAccountsApart(int count) {
        Map<Integer, String> byShard = new LinkedHashMap<>();
        while (byShard.size() < count) {
            String id = newId();
            byShard.putIfAbsent(ShardPartitioner.shardOf(id, SHARDS), id);
        }
        byShard.values().forEach(api::open);
        return List.copyOf(byShard.values());
    }

    @Override
    public void close() {
        server.close();
        broker.close();
        TestDirectories.delete(data);
    }
}

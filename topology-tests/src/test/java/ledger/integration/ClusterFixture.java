package ledger.integration;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import ledger.api.config.ConfigKey;
import ledger.api.config.LedgerConfig;
import ledger.api.server.LedgerServer;
import ledger.testing.TestDirectories;

/** Three servers in this JVM that share a {@link TestBroker} and the embedded registry of the first. */
final class ClusterFixture implements AutoCloseable {
    static final String SECRET = "a-secret-of-the-tests";
    static final int SHARDS = 6;
    private static final int INSTANCES = 3;
    private static final Duration READY_WITHIN = Duration.ofSeconds(60);

    private final TestBroker broker = TestBroker.start();
    private final Path data = TestDirectories.create("cluster");
    private final List<LedgerServer> servers = new ArrayList<>();

    ClusterFixture() {
        start(broker.settings());
        LedgerServer first = servers.getFirst();
        for (int number = 1; number < INSTANCES; number++) {
            start(Map.of(
                    ConfigKey.BOOTSTRAP_SERVERS,
                    first.bootstrapServers(),
                    ConfigKey.SCHEMA_REGISTRY_URL,
                    "http://127.0.0.1:" + first.httpPort() + "/registry"));
        }
        await().atMost(READY_WITHIN)
                .until(() ->
                        servers.stream().allMatch(server -> server.missing().isEmpty()));
    }

    private void start(Map<ConfigKey, String> more) {
        Map<ConfigKey, String> flags = new EnumMap<>(ConfigKey.class);
        flags.putAll(more);
        flags.put(ConfigKey.HTTP, "127.0.0.1:0");
        flags.put(ConfigKey.DATA, data.resolve("instance-" + servers.size()).toString());
        flags.put(ConfigKey.INSTANCE_ID, "instance-" + servers.size());
        flags.put(ConfigKey.CLUSTER_SECRET, SECRET);
        flags.put(ConfigKey.SHARDS, Integer.toString(SHARDS));
        flags.put(ConfigKey.REPLY_PARTITIONS, Integer.toString(INSTANCES));
        flags.put(ConfigKey.REPLICATION_FACTOR, "1");
        flags.put(ConfigKey.MIN_INSYNC_REPLICAS, "1");
        servers.add(LedgerServer.start(LedgerConfig.load(Optional.empty(), Map.of(), flags)));
    }

    /** A client of each instance. */
    List<Api> apis() {
        return servers.stream().map(server -> new Api(server.httpPort())).toList();
    }

    /** Stops the last instance in order. */
    void stopLast() {
        servers.removeLast().close();
    }

    @Override
    public void close() {
        servers.reversed().forEach(LedgerServer::close);
        broker.close();
        TestDirectories.delete(data);
    }
}

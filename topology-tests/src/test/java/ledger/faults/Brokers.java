package ledger.faults;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Uuid;

/** A cluster of three brokers that keep every record three times, and acknowledge what two of them have. */
final class Brokers implements AutoCloseable {
    private static final Duration WHOLE_WITHIN = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final long ASK_WITHIN_MS = 15_000;

    private final List<Broker> brokers;
    private final String bootstrapServers;
    private final Admin admin;

    Brokers(Path directory) {
        List<Integer> ports = FreePorts.take(2 * BrokerProperties.BROKERS);
        String clusterId = Uuid.randomUuid().toString();
        bootstrapServers = IntStream.rangeClosed(1, BrokerProperties.BROKERS)
                .mapToObj(id -> BrokerProperties.address(id, ports))
                .collect(Collectors.joining(","));
        brokers = IntStream.rangeClosed(1, BrokerProperties.BROKERS)
                .mapToObj(id -> new Broker(id, directory, ports, clusterId, this::awaitWhole))
                .toList();
        admin = Admin.create(Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    }

    String bootstrapServers() {
        return bootstrapServers;
    }

    List<Broker> members() {
        return brokers;
    }

    /** Waits until all brokers are there and have every record: until then one more that fails could be one too many. */
    void awaitWhole() {
        await().atMost(WHOLE_WITHIN).pollInterval(POLL).until(this::isWhole);
    }

    private boolean isWhole() throws InterruptedException {
        try {
            int there = admin.describeCluster()
                    .nodes()
                    .get(ASK_WITHIN_MS, TimeUnit.MILLISECONDS)
                    .size();
            return there == brokers.size()
                    && topics().stream()
                            .flatMap(topic -> topic.partitions().stream())
                            .allMatch(partition -> partition.isr().size()
                                            == partition.replicas().size()
                                    && partition.leader() != null);
        } catch (ExecutionException | TimeoutException e) {
            return false; // asked again
        }
    }

    private Collection<TopicDescription> topics() throws InterruptedException, ExecutionException, TimeoutException {
        Set<String> names = admin.listTopics(new ListTopicsOptions().listInternal(true))
                .names()
                .get(ASK_WITHIN_MS, TimeUnit.MILLISECONDS);
        return admin.describeTopics(names)
                .allTopicNames()
                .get(ASK_WITHIN_MS, TimeUnit.MILLISECONDS)
                .values();
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
        brokers.forEach(Broker::kill);
    }
}

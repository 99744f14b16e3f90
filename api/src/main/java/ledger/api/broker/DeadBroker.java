package ledger.api.broker;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.ObjectName;
import kafka.server.KafkaRaftServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker that ran in a directory and was killed. Its successor must not take itself for the leader that the dead one was:
 * it would begin to end the transactions that were being committed, lose its leadership in the middle of that, as the
 * controller declares the dead one dead, and then Kafka 4.3.1 takes partitions without a leader for deleted ones
 * ({@code KRaftMetadataCache.getPartitionLeaderEndpoint} is empty) and never tells them that the transaction has ended: its
 * records stay unreadable for good. So the controller alone is started first, until it has declared the broker dead.
 */
final class DeadBroker {
    private static final Logger LOG = LoggerFactory.getLogger(DeadBroker.class);
    private static final Duration FENCED_WITHIN = Duration.ofSeconds(20);
    private static final int LOOK_EVERY_MS = 50;
    /** Nobody is there to renew the session of a dead broker; how long the controller waits for that at least. */
    private static final int SESSION_MS = 100;

    private static final String CLUSTER_METADATA = "__cluster_metadata-0";
    /** Kafka's mark of a shutdown in order, which its next start removes. */
    private static final String CLEAN_SHUTDOWN = ".kafka_cleanshutdown";

    private DeadBroker() {}

    /** Whether a broker ran here that did not stop in order. */
    static boolean isIn(Path directory) {
        return Files.exists(directory.resolve(CLUSTER_METADATA)) && !Files.exists(directory.resolve(CLEAN_SHUTDOWN));
    }

    /**
     * Returns when the controller has declared it dead.
     *
     * @param broker the properties of its successor
     * @throws BrokerStartException when the controller does not start, or not so within some seconds
     */
    static void fence(Map<String, String> broker, Path directory) {
        LOG.info("The broker in {} was killed: the controller first declares it dead", directory);
        String controller = broker.getOrDefault("controller.quorum.voters", "").replaceFirst(".*@", "");
        Map<String, String> properties = new HashMap<>(broker);
        properties.put("process.roles", "controller");
        properties.put("listeners", BrokerProperties.CONTROLLER_LISTENER + "://" + controller);
        properties.remove("advertised.listeners");
        properties.remove("inter.broker.listener.name");
        properties.put("broker.session.timeout.ms", Integer.toString(SESSION_MS));
        properties.put("broker.heartbeat.interval.ms", Integer.toString(SESSION_MS / 2));
        KafkaRaftServer server = BrokerStart.start(properties, directory);
        try {
            awaitFenced();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerStartException("Interrupted while the embedded broker started", e);
        } finally {
            server.shutdown();
            server.awaitShutdown();
        }
    }

    private static void awaitFenced() throws InterruptedException {
        long end = System.nanoTime() + FENCED_WITHIN.toNanos();
        while (brokers("ActiveBrokerCount") != 0 || brokers("FencedBrokerCount") != 1) {
            if (System.nanoTime() - end > 0) {
                throw new BrokerStartException("The controller did not declare the broker that was killed dead within "
                        + FENCED_WITHIN.toSeconds() + " s. Start again");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
        }
    }

    /** A figure of the controller in this process; -1 while it has none. A controller alone tells it to no client. */
    private static int brokers(String figure) {
        try {
            Object value = ManagementFactory.getPlatformMBeanServer()
                    .getAttribute(new ObjectName("kafka.controller:type=KafkaController,name=" + figure), "Value");
            return ((Number) value).intValue();
        } catch (JMException e) {
            LOG.debug("The controller has no {} yet", figure, e);
            return -1;
        }
    }
}

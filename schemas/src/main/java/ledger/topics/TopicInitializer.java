package ledger.topics;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the ledger's topics where they are missing and checks those that exist. Idempotent; several instances may run
 * it at the same time. Nothing is created when a topic that exists does not fit.
 */
public final class TopicInitializer {

    private static final Logger LOG = LoggerFactory.getLogger(TopicInitializer.class);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private static final int SHORTEST_REQUEST_TIMEOUT_MS = 1_000;

    private final Admin admin;
    private final List<TopicSpec> specs;
    private final Duration timeout;
    private final long deadlineNanos;

    private TopicInitializer(Admin admin, List<TopicSpec> specs, Duration timeout) {
        this.admin = admin;
        this.specs = specs;
        this.timeout = timeout;
        this.deadlineNanos = System.nanoTime() + timeout.toNanos();
    }

    /**
     * Returns when all topics of the ledger exist, fit, and have a leader for each partition.
     *
     * @param admin a client of the cluster; not closed
     * @param timeout for all of it
     * @throws TopicMismatchException when a topic exists with other partitions, retention or compaction
     * @throws TopicSetupException when the cluster does not answer in time, or refuses
     */
    public static void ensure(Admin admin, TopicSettings settings, Duration timeout) {
        ensure(admin, Topics.specs(settings), timeout);
    }

    /** The same for other topics that the application owns, such as those of its extensions. */
    public static void ensure(Admin admin, List<TopicSpec> specs, Duration timeout) {
        new TopicInitializer(admin, List.copyOf(specs), timeout).run();
    }

    private void run() {
        Map<String, TopicDescription> existing = describe();
        check(existing);
        List<TopicSpec> missing = specs.stream()
                .filter(spec -> !existing.containsKey(spec.name()))
                .toList();
        if (missing.isEmpty() && ready(existing)) {
            return;
        }
        create(missing);
        // Again over all: another instance, with other settings, may have created some of them meanwhile.
        check(awaitReady());
    }

    private Map<String, TopicDescription> describe() {
        Map<String, KafkaFuture<TopicDescription>> asked = admin.describeTopics(
                        specs.stream().map(TopicSpec::name).toList(),
                        new DescribeTopicsOptions().timeoutMs(requestTimeoutMs()))
                .topicNameValues();
        Map<String, TopicDescription> found = new HashMap<>();
        asked.forEach((name, future) -> {
            try {
                found.put(name, get(future));
            } catch (UnknownTopicOrPartitionException e) {
                LOG.debug("Topic {} does not exist", name);
            } catch (KafkaException e) {
                throw failed("look at topic " + name, e);
            }
        });
        return found;
    }

    private void create(Collection<TopicSpec> missing) {
        if (missing.isEmpty()) {
            return;
        }
        CreateTopicsResult asked = admin.createTopics(
                missing.stream().map(TopicSpec::toNewTopic).toList(),
                new CreateTopicsOptions().timeoutMs(requestTimeoutMs()));
        asked.values().forEach(this::awaitCreated);
    }

    private void awaitCreated(String topic, KafkaFuture<Void> created) {
        try {
            get(created);
            LOG.info("Created topic {}", topic);
        } catch (TopicExistsException e) {
            LOG.debug("Another instance was faster to create topic {}", topic);
        } catch (InvalidReplicationFactorException e) {
            throw new TopicSetupException(
                    "Cannot create topic " + topic + ": " + e.getMessage()
                            + " Start more brokers, or set ledger.replication.factor and ledger.min.insync.replicas lower",
                    e);
        } catch (KafkaException e) {
            throw failed("create topic " + topic, e);
        }
    }

    /** A new topic reaches the brokers' metadata a moment after its creation was acknowledged. */
    private Map<String, TopicDescription> awaitReady() {
        while (true) {
            Map<String, TopicDescription> found = describe();
            if (ready(found)) {
                return found;
            }
            if (System.nanoTime() - deadlineNanos >= 0) {
                throw new TopicSetupException(
                        "Topics without a leader for each partition after " + timeout.toSeconds() + " s: "
                                + specs.stream()
                                        .map(TopicSpec::name)
                                        .filter(name -> !led(found.get(name)))
                                        .collect(joining(", "))
                                + ". See that the brokers are up",
                        null);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private boolean ready(Map<String, TopicDescription> found) {
        return specs.stream().allMatch(spec -> led(found.get(spec.name())));
    }

    private static boolean led(@Nullable TopicDescription topic) {
        return topic != null
                && topic.partitions().stream()
                        .map(TopicPartitionInfo::leader)
                        .allMatch(leader -> leader != null && !leader.isEmpty());
    }

    private void check(Map<String, TopicDescription> existing) {
        if (existing.isEmpty()) {
            return;
        }
        List<TopicSpec> found =
                specs.stream().filter(spec -> existing.containsKey(spec.name())).toList();
        found.forEach(spec -> checkPartitions(
                spec, requireNonNull(existing.get(spec.name())).partitions().size()));
        Map<ConfigResource, Config> configs = awaitConfigs(found);
        found.forEach(spec -> checkConfigs(spec, requireNonNull(configs.get(resource(spec)))));
    }

    /** The broker that is asked may learn of a new topic later than the one that has described it. */
    private Map<ConfigResource, Config> awaitConfigs(List<TopicSpec> found) {
        while (true) {
            try {
                return get(admin.describeConfigs(
                                found.stream().map(TopicInitializer::resource).toList(),
                                new DescribeConfigsOptions().timeoutMs(requestTimeoutMs()))
                        .all());
            } catch (KafkaException e) {
                if (!(e instanceof UnknownTopicOrPartitionException) || System.nanoTime() - deadlineNanos >= 0) {
                    throw failed("read the configuration of the topics", e);
                }
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private static ConfigResource resource(TopicSpec spec) {
        return new ConfigResource(ConfigResource.Type.TOPIC, spec.name());
    }

    private static void checkPartitions(TopicSpec spec, int found) {
        if (found != spec.partitions()) {
            throw new TopicMismatchException("Topic " + spec.name() + " has " + found + " partitions where "
                    + spec.partitions() + " are expected; the number is fixed once records exist: "
                    + spec.partitionCount().remedy(found));
        }
    }

    private static void checkConfigs(TopicSpec spec, Config found) {
        for (String name : spec.fixedConfigs()) {
            String expected = spec.configs().get(name);
            String value = found.get(name).value();
            if (!value.equals(expected)) {
                throw new TopicMismatchException("Topic " + spec.name() + " has " + name + "=" + value + " where "
                        + expected + " is expected: correct it with kafka-configs.sh --alter --topic " + spec.name()
                        + " --add-config " + name + "=" + expected);
            }
        }
    }

    private <T> T get(KafkaFuture<T> future) {
        try {
            return future.get(requestTimeoutMs() + PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException refused ? refused : new KafkaException(e.getCause());
        } catch (java.util.concurrent.TimeoutException e) {
            throw new TimeoutException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TopicSetupException("Interrupted while looking at the topics", e);
        }
    }

    private TopicSetupException failed(String what, KafkaException cause) {
        return cause instanceof TimeoutException
                ? new TopicSetupException(
                        "Cannot " + what + ": Kafka did not answer within " + timeout.toSeconds()
                                + " s. See that ledger.bootstrap.servers is right and the brokers are up",
                        cause)
                : new TopicSetupException("Cannot " + what + ": " + cause.getMessage(), cause);
    }

    /** Never so short that a healthy cluster could not answer: a look just before the deadline tells why it was missed. */
    private int requestTimeoutMs() {
        long remaining = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
        return Math.clamp(remaining, SHORTEST_REQUEST_TIMEOUT_MS, Integer.MAX_VALUE);
    }
}

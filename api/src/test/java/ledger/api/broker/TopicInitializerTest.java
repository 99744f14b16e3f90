package ledger.api.broker;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import ledger.topics.TopicInitializer;
import ledger.topics.TopicMismatchException;
import ledger.topics.TopicSettings;
import ledger.topics.TopicSetupException;
import ledger.topics.TopicSpec;
import ledger.topics.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeConfigsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicInitializerTest {

    private static final TopicSettings SETTINGS = new TopicSettings(4, (short) 1, 1, 3);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @TempDir
    static Path directory;

    private static EmbeddedKafka broker;
    private static Admin admin;

    @BeforeAll
    static void start() {
        broker = EmbeddedKafka.start(directory, 0);
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    @AfterAll
    static void stop() {
        admin.close();
        broker.close();
    }

    @AfterEach
    void deleteTopics() throws Exception {
        delete(admin.listTopics().names().get());
    }

    @Test
    void createsAllTopicsWithTheirPartitionsAndConfigs() throws Exception {
        TopicInitializer.ensure(admin, SETTINGS, TIMEOUT);

        Map<String, Integer> partitions =
                admin.describeTopics(admin.listTopics().names().get()).allTopicNames().get().values().stream()
                        .collect(toMap(
                                TopicDescription::name,
                                topic -> topic.partitions().size()));
        assertThat(partitions)
                .containsOnly(
                        Map.entry(Topics.COMMANDS, 4),
                        Map.entry(Topics.EVENTS, 4),
                        Map.entry(Topics.SHARD_MESSAGES, 4),
                        Map.entry(Topics.BALANCES, 4),
                        Map.entry(Topics.OUTCOMES, 3),
                        Map.entry(Topics.PROJECTION_CONTROL, 1),
                        Map.entry(Topics.DEAD_LETTERS, 1));
        for (TopicSpec spec : Topics.specs(SETTINGS)) {
            assertThat(configs(spec.name())).as(spec.name()).containsAllEntriesOf(spec.configs());
        }
    }

    @Test
    void aSecondRunChangesNothing() throws Exception {
        TopicInitializer.ensure(admin, SETTINGS, TIMEOUT);
        var before = admin.describeTopics(names()).allTopicNames().get();
        TopicInitializer.ensure(admin, SETTINGS, TIMEOUT);
        assertThat(admin.describeTopics(names()).allTopicNames().get()).isEqualTo(before);
    }

    @Test
    void whatIsMissingIsAdded() throws Exception {
        TopicInitializer.ensure(admin, SETTINGS, TIMEOUT);
        delete(Set.of(Topics.DEAD_LETTERS));
        TopicInitializer.ensure(admin, SETTINGS, TIMEOUT);
        assertThat(admin.listTopics().names().get()).contains(Topics.DEAD_LETTERS);
    }

    @Test
    void severalInstancesMayStartTogether() throws Exception {
        int instances = 6;
        CyclicBarrier barrier = new CyclicBarrier(instances);
        try (ExecutorService executor = Executors.newFixedThreadPool(instances)) {
            List<Future<?>> runs = new ArrayList<>();
            for (int i = 0; i < instances; i++) {
                runs.add(executor.submit(() -> {
                    try (Admin own = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                        barrier.await();
                        TopicInitializer.ensure(own, SETTINGS, TIMEOUT);
                    }
                    return null;
                }));
            }
            for (Future<?> run : runs) {
                run.get();
            }
        }
        assertThat(admin.listTopics().names().get()).isEqualTo(new HashSet<>(names()));
    }

    /** On several brokers, each learns of a new topic at another time. */
    @Test
    void aBrokerThatDoesNotKnowATopicYetIsAskedAgain() {
        AtomicInteger asked = new AtomicInteger();
        Admin late = (Admin) Proxy.newProxyInstance(
                Admin.class.getClassLoader(), new Class<?>[] {Admin.class}, (_, method, arguments) -> {
                    boolean firstLook = method.getName().equals("describeConfigs") && asked.getAndIncrement() == 0;
                    return firstLook ? unknownTopic() : method.invoke(admin, arguments);
                });

        TopicInitializer.ensure(late, SETTINGS, TIMEOUT);

        assertThat(asked).hasValue(2);
    }

    private static DescribeConfigsResult unknownTopic() {
        KafkaFutureImpl<Config> unknown = new KafkaFutureImpl<>();
        unknown.completeExceptionally(new UnknownTopicOrPartitionException());
        return new DescribeConfigsResult(
                Map.of(new ConfigResource(ConfigResource.Type.TOPIC, Topics.EVENTS), unknown)) {};
    }

    @Test
    void anotherPartitionCountIsFatalAndNothingIsCreated() throws Exception {
        admin.createTopics(List.of(new NewTopic(Topics.COMMANDS, 6, (short) 1)))
                .all()
                .get();
        awaitNames(Set.of(Topics.COMMANDS));
        assertThatThrownBy(() -> TopicInitializer.ensure(admin, SETTINGS, TIMEOUT))
                .isInstanceOf(TopicMismatchException.class)
                .hasMessage(
                        "Topic ledger.accounts.commands.v1 has 6 partitions where 4 are expected; the number is fixed"
                                + " once records exist: set ledger.shards = 6, or use another cluster, or delete the topic if"
                                + " nothing in it is needed");
        assertThat(admin.listTopics().names().get()).containsExactly(Topics.COMMANDS);
    }

    @Test
    void anEventsTopicThatForgetsIsFatal() throws Exception {
        TopicInitializer.ensure(admin, SETTINGS, TIMEOUT);
        alter(Topics.EVENTS, "retention.ms", "604800000");
        assertThatThrownBy(() -> TopicInitializer.ensure(admin, SETTINGS, TIMEOUT))
                .isInstanceOf(TopicMismatchException.class)
                .hasMessage(
                        "Topic ledger.accounts.events.v1 has retention.ms=604800000 where -1 is expected: correct it"
                                + " with kafka-configs.sh --alter --topic ledger.accounts.events.v1 --add-config retention.ms=-1");
        alter(Topics.EVENTS, "retention.ms", "-1");
        assertThatCode(() -> TopicInitializer.ensure(admin, SETTINGS, TIMEOUT)).doesNotThrowAnyException();
    }

    @Test
    void anEventsTopicThatIsCompactedIsFatal() throws Exception {
        TopicInitializer.ensure(admin, SETTINGS, TIMEOUT);
        alter(Topics.EVENTS, "cleanup.policy", "compact");
        assertThatThrownBy(() -> TopicInitializer.ensure(admin, SETTINGS, TIMEOUT))
                .isInstanceOf(TopicMismatchException.class)
                .hasMessageContaining("cleanup.policy=compact where delete is expected");
    }

    @Test
    void aControlTopicThatIsNotCompactedIsFatal() throws Exception {
        TopicInitializer.ensure(admin, SETTINGS, TIMEOUT);
        alter(Topics.PROJECTION_CONTROL, "cleanup.policy", "delete");
        assertThatThrownBy(() -> TopicInitializer.ensure(admin, SETTINGS, TIMEOUT))
                .isInstanceOf(TopicMismatchException.class)
                .hasMessageContaining("ledger.projections.control.v1 has cleanup.policy=delete");
    }

    @Test
    void anOperatorMayKeepCommandsLonger() throws Exception {
        TopicInitializer.ensure(admin, SETTINGS, TIMEOUT);
        alter(Topics.COMMANDS, "retention.ms", "-1");
        assertThatCode(() -> TopicInitializer.ensure(admin, SETTINGS, TIMEOUT)).doesNotThrowAnyException();
    }

    @Test
    void moreCopiesThanBrokersIsRefusedWithWhatToSet() {
        TopicSettings three = new TopicSettings(4, (short) 3, 2, 3);
        assertThatThrownBy(() -> TopicInitializer.ensure(admin, three, TIMEOUT))
                .isInstanceOf(TopicSetupException.class)
                .hasMessageStartingWith("Cannot create topic ledger.")
                .hasMessageContaining("set ledger.replication.factor and ledger.min.insync.replicas lower");
    }

    @Test
    void aClusterThatDoesNotAnswerIsReportedAtTheDeadline() {
        try (Admin nobody = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:1"))) {
            assertThatThrownBy(() -> TopicInitializer.ensure(nobody, SETTINGS, Duration.ofSeconds(1)))
                    .isInstanceOf(TopicSetupException.class)
                    .hasMessageContaining(
                            "Kafka did not answer within 1 s. See that ledger.bootstrap.servers is right");
        }
    }

    /** Returns when the broker knows the topics no more, which is a moment after the controller's answer. */
    private static void delete(Set<String> topics) throws Exception {
        admin.deleteTopics(topics).all().get();
        Awaitility.await()
                .atMost(TIMEOUT)
                .until(() -> Collections.disjoint(admin.listTopics().names().get(), topics));
    }

    private static void awaitNames(Set<String> topics) {
        Awaitility.await()
                .atMost(TIMEOUT)
                .until(() -> admin.listTopics().names().get().equals(topics));
    }

    private static List<String> names() {
        return Topics.specs(SETTINGS).stream().map(TopicSpec::name).toList();
    }

    private static Map<String, String> configs(String topic) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return admin.describeConfigs(List.of(resource)).all().get().values().stream()
                .flatMap(config -> config.entries().stream())
                .filter(entry -> entry.value() != null)
                .collect(toMap(ConfigEntry::name, ConfigEntry::value));
    }

    private static void alter(String topic, String name, String value) throws Exception {
        admin.incrementalAlterConfigs(Map.of(
                        new ConfigResource(ConfigResource.Type.TOPIC, topic),
                        List.of(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET))))
                .all()
                .get();
        Awaitility.await()
                .atMost(TIMEOUT)
                .until(() -> value.equals(configs(topic).get(name)));
    }
}

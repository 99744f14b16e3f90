package ledger.api.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import ledger.api.broker.EmbeddedKafka;
import ledger.api.config.ConfigKey;
import ledger.api.config.LedgerConfig;
import ledger.topics.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.TaskCorruptedException;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Streams does with it when it finds tasks corrupted. All tasks of a test run on one thread. */
class TaskConsumerTest {
    private static final int PARTITIONS = 3;

    /** A command that begins so finds its task corrupted, once. */
    private static final String CORRUPTED = "corrupted";

    /** Time enough to join a group in one poll. */
    private static final String LONG_POLL = "1000";

    /** Time enough for a few records, and not to join a group. */
    private static final String SHORT_POLL = "1";

    private static final Duration ANSWERED = Duration.ofSeconds(60);

    /** How often two tasks are found corrupted at nearly the same time. */
    private static final int TIMES = 10;

    /** Between the first of the two and the second. */
    private static final int RECORDS = 3;

    private final Set<String> corrupted = ConcurrentHashMap.newKeySet();

    /** Answers each command. */
    private final class Answering extends ContextualProcessor<String, String, String, String> {
        @Override
        public void process(Record<String, String> command) {
            if (command.key().startsWith(CORRUPTED) && corrupted.add(command.key())) {
                throw new TaskCorruptedException(Set.of(context().taskId()));
            }
            context().forward(command);
        }
    }

    private Topology topology() {
        return new Topology()
                .addSource(
                        "commands",
                        Serdes.String().deserializer(),
                        Serdes.String().deserializer(),
                        Topics.COMMANDS)
                .addProcessor("answers", Answering::new, "commands")
                .addSink(
                        "outcomes",
                        Topics.OUTCOMES,
                        Serdes.String().serializer(),
                        Serdes.String().serializer(),
                        "answers");
    }

    private interface Run {
        void with(KafkaProducer<String, String> commands, KafkaConsumer<String, String> outcomes) throws Exception;
    }

    private void run(Path directory, String poll, Run test) throws Exception {
        try (EmbeddedKafka broker = EmbeddedKafka.start(directory.resolve("kafka"), 0)) {
            Map<String, Object> connection = Map.of("bootstrap.servers", broker.bootstrapServers());
            try (Admin admin = Admin.create(connection)) {
                admin.createTopics(List.of(
                                new NewTopic(Topics.COMMANDS, PARTITIONS, (short) 1),
                                new NewTopic(Topics.OUTCOMES, 1, (short) 1)))
                        .all()
                        .get();
            }
            Map<ConfigKey, String> config = new EnumMap<>(Map.of(
                    ConfigKey.DATA,
                    directory.toString(),
                    ConfigKey.COMMIT_INTERVAL_MS,
                    "100",
                    ConfigKey.POLL_MS,
                    poll));
            try (KafkaStreams streams = new KafkaStreams(
                            topology(),
                            new StreamsSettings(LedgerConfig.load(Optional.empty(), Map.of(), config), connection)
                                    .commands("shards"));
                    KafkaProducer<String, String> commands =
                            new KafkaProducer<>(connection, new StringSerializer(), new StringSerializer());
                    KafkaConsumer<String, String> outcomes = new KafkaConsumer<>(
                            Map.of("bootstrap.servers", broker.bootstrapServers(), "isolation.level", "read_committed"),
                            new StringDeserializer(),
                            new StringDeserializer())) {
                TopicPartition partition = new TopicPartition(Topics.OUTCOMES, 0);
                outcomes.assign(List.of(partition));
                outcomes.seekToBeginning(List.of(partition));
                streams.start();
                await().until(() -> streams.state() == KafkaStreams.State.RUNNING);
                test.with(commands, outcomes);
            }
        }
    }

    private static ProducerRecord<String, String> command(int partition, String key) {
        return new ProducerRecord<>(Topics.COMMANDS, partition, key, "");
    }

    /**
     * Streams makes a corrupted task anew, and another one if its group is joined again before that has started. Before the first
     * commit, there is no offset to go back to but the first.
     */
    @Test
    void whatACorruptedTaskHadReadAndNotCommittedIsReadAgain(@TempDir Path directory) throws Exception {
        run(directory, LONG_POLL, (commands, outcomes) -> {
            List<String> sent = List.of(CORRUPTED + " before the first commit", CORRUPTED);
            for (String key : sent) {
                commands.send(command(0, key)).get();
                awaitAnswer(outcomes, key);
            }
        });
    }

    /**
     * Streams joins the group anew when it has found one task corrupted, and commits nothing meanwhile. If it finds another one,
     * it aborts what all have written.
     */
    @Test
    void whatOtherTasksLoseByAnAbortIsReadAgain(@TempDir Path directory) throws Exception {
        run(directory, SHORT_POLL, (commands, outcomes) -> {
            List<String> answered = new ArrayList<>();
            List<String> sent = new ArrayList<>();
            for (int time = 0; time < TIMES; time++) {
                var _ = commands.send(command(0, CORRUPTED + " first " + time));
                for (int number = 0; number < RECORDS; number++) {
                    String key = time + "-" + number;
                    sent.add(key);
                    commands.send(command(1, key)).get();
                }
                var _ = commands.send(command(2, CORRUPTED + " second " + time));
                String last = "last " + time;
                sent.add(last);
                commands.send(command(1, last)).get();
                await().pollInSameThread().atMost(ANSWERED).until(() -> {
                    for (ConsumerRecord<String, String> outcome : outcomes.poll(Duration.ofMillis(100))) {
                        answered.add(outcome.key());
                    }
                    return answered.contains(last);
                });
            }
            assertThat(answered).filteredOn(sent::contains).containsExactlyElementsOf(sent);
        });
    }

    private static void awaitAnswer(KafkaConsumer<String, String> outcomes, String key) {
        await().pollInSameThread().atMost(ANSWERED).until(() -> {
            boolean isThere = false;
            for (ConsumerRecord<String, String> outcome : outcomes.poll(Duration.ofMillis(100))) {
                isThere |= outcome.key().equals(key);
            }
            return isThere;
        });
    }
}

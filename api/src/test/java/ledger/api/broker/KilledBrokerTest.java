package ledger.api.broker;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.IntegerSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every transaction that a kill finds half ended must be ended afterwards: else its partitions can't be read for good. */
class KilledBrokerTest {
    private static final String TOPIC = "records";
    private static final int PARTITIONS = 32;
    private static final int PRODUCERS = 16;
    private static final int COMMITS = 200;
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @TempDir
    Path outputs;

    @Test
    void noTransactionStaysOpen() throws Exception {
        AtomicInteger commits = new AtomicInteger();
        List<Thread> producers;
        try (BrokerProcess broker = BrokerProcess.start(directory, outputs.resolve("out"))) {
            String servers = broker.bootstrapServers();
            createTopic(servers);
            producers = IntStream.range(0, PRODUCERS)
                    .mapToObj(n -> Thread.ofPlatform().start(() -> commitUntilKilled(servers, n, commits)))
                    .toList();
            await().atMost(SOON).until(() -> commits.get() >= COMMITS);
        }
        try (EmbeddedKafka broker = EmbeddedKafka.start(directory, 0)) {
            for (int n = 0; n < PRODUCERS; n++) {
                producer(broker.bootstrapServers(), n).close(); // aborts what was not yet to be committed
            }
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(ends(broker.bootstrapServers(), IsolationLevel.READ_COMMITTED))
                            .isEqualTo(ends(broker.bootstrapServers(), IsolationLevel.READ_UNCOMMITTED)));
        }
        for (Thread producer : producers) {
            producer.join(SOON);
            assertThat(producer.isAlive()).isFalse();
        }
    }

    private static void commitUntilKilled(String servers, int number, AtomicInteger commits) {
        KafkaProducer<Integer, Integer> producer = producer(servers, number);
        try {
            while (true) {
                producer.beginTransaction();
                List<Future<?>> sent = new ArrayList<>();
                for (int partition = 0; partition < PARTITIONS; partition++) {
                    sent.add(producer.send(new ProducerRecord<>(TOPIC, partition, null, number)));
                }
                producer.commitTransaction();
                assertThat(sent).allMatch(Future::isDone);
                commits.incrementAndGet();
            }
        } catch (KafkaException e) {
            assertThat(commits.get()).as(e.toString()).isGreaterThanOrEqualTo(COMMITS);
        } finally {
            producer.close(Duration.ZERO);
        }
    }

    private static KafkaProducer<Integer, Integer> producer(String servers, int number) {
        KafkaProducer<Integer, Integer> producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        servers,
                        "transactional.id",
                        "writer-" + number,
                        "request.timeout.ms",
                        2_000,
                        "max.block.ms",
                        10_000,
                        "delivery.timeout.ms",
                        5_000),
                new IntegerSerializer(),
                new IntegerSerializer());
        producer.initTransactions();
        return producer;
    }

    private static void createTopic(String servers) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1)))
                    .all()
                    .get();
        }
    }

    private static Map<TopicPartition, Long> ends(String servers, IsolationLevel level)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> asked = IntStream.range(0, PARTITIONS)
                .boxed()
                .collect(toMap(partition -> new TopicPartition(TOPIC, partition), partition -> OffsetSpec.latest()));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            Map<TopicPartition, ListOffsetsResultInfo> ends = admin.listOffsets(asked, new ListOffsetsOptions(level))
                    .all()
                    .get();
            return ends.entrySet().stream()
                    .collect(toMap(Map.Entry::getKey, end -> end.getValue().offset()));
        }
    }
}

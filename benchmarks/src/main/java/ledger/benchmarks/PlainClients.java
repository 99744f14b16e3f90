package ledger.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Plain producers and consumers on the ledger's broker. */
final class PlainClients {
    static final int POLL_RECORDS = 2_000;

    private static final Duration WITHIN = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final double NANOS = 1e9;

    /** As long as a command with its headers. */
    private static final int RECORD_BYTES = 200;

    private static final int LINGER_MS = 5;
    private static final int KEYS = 10_000;

    private final String bootstrapServers;
    private final int partitions;

    /**
     * Of one broker.
     *
     * @param model a topic that has as many partitions as those that are made
     */
    PlainClients(String bootstrapServers, String model) {
        this.bootstrapServers = bootstrapServers;
        try (var consumer = consumer()) {
            this.partitions = partitionsOf(model, consumer).size();
        }
    }

    /** Of every topic that is made. */
    int partitions() {
        return partitions;
    }

    /** A producer that waits for all replicas writes this many records to a new topic. */
    Figure produce(String topic, int records) throws ExecutionException, InterruptedException {
        create(topic);
        Map<String, Object> settings = connection();
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MS);
        byte[] value = new byte[RECORD_BYTES];
        AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        long start = System.nanoTime();
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int n = 0; n < records; n++) {
                byte[] key = ("account-" + n % KEYS).getBytes(UTF_8);
                var _ = producer.send(new ProducerRecord<>(topic, n % partitions, key, value), (_, e) -> {
                    if (e != null) {
                        failure.set(e);
                    }
                });
            }
            producer.flush();
            if (failure.get() != null) {
                throw new IllegalStateException("a record was not appended", failure.get());
            }
            return perSecond("a plain producer, acks=all", records, start);
        }
    }

    private static Figure perSecond(String name, long records, long start) {
        return Figure.rate(name, records / ((System.nanoTime() - start) / NANOS));
    }

    /** A consumer reads the committed records of a topic from their beginning. */
    Figure consume(String topic) {
        try (var consumer = consumer()) {
            List<TopicPartition> all = partitionsOf(topic, consumer);
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all, WITHIN);
            long start = System.nanoTime();
            long records = read(consumer, ends);
            return perSecond("a plain read_committed consumer", records, start);
        }
    }

    /** Makes a topic. */
    void create(String topic) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(connection())) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                    .all()
                    .get();
        }
    }

    /** How many records a topic has that are committed. */
    long count(String topic) {
        try (var consumer = consumer()) {
            List<TopicPartition> all = partitionsOf(topic, consumer);
            consumer.assign(all);
            consumer.seekToBeginning(all);
            return read(consumer, consumer.endOffsets(all, WITHIN));
        }
    }

    private static long read(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        long records = 0;
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            records += consumer.poll(POLL).count();
        }
        return records;
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> settings = connection();
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static List<TopicPartition> partitionsOf(String topic, KafkaConsumer<?, ?> consumer) {
        return consumer.partitionsFor(topic, WITHIN).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }

    /** What every client needs to connect. */
    Map<String, Object> connection() {
        return new HashMap<>(Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    }
}

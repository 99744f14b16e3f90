package ledger.projections;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import ledger.api.broker.EmbeddedKafka;
import ledger.language.AccountEvent;
import ledger.testing.TestDirectories;
import ledger.topics.ShardPartitioner;
import ledger.topics.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A broker with a log of events, and writers of it. */
final class RebuildCluster implements AutoCloseable {
    static final int PARTITIONS = 3;
    static final int ACCOUNTS = 40;
    private static final int BATCH = 20;

    final Path directory = TestDirectories.create("rebuild");
    private final EmbeddedKafka broker = EmbeddedKafka.start(directory.resolve("broker"), 0);
    final Map<String, Object> connection = Map.of("bootstrap.servers", broker.bootstrapServers());
    final Admin admin = Admin.create(connection);
    private final List<Events> accounts = new ArrayList<>();
    private int next;

    RebuildCluster() throws ExecutionException, InterruptedException {
        admin.createTopics(List.of(
                        new NewTopic(Topics.EVENTS, PARTITIONS, (short) 1),
                        new NewTopic(Topics.PROJECTION_CONTROL, 1, (short) 1),
                        new NewTopic(Topics.DEAD_LETTERS, 1, (short) 1)))
                .all()
                .get();
        open(ACCOUNTS);
    }

    /** Opens so many accounts more, to which is written from then on, too. */
    void open(int count) {
        List<AccountEvent> opened = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Events account = new Events("account-" + accounts.size());
            accounts.add(account);
            opened.add(account.open());
        }
        try (KafkaProducer<String, byte[]> producer = producer()) {
            write(producer, opened);
        }
    }

    private KafkaProducer<String, byte[]> producer() {
        KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "writer"),
                new StringSerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }

    private static void write(KafkaProducer<String, byte[]> producer, List<AccountEvent> events) {
        producer.beginTransaction();
        for (AccountEvent event : events) {
            String key = event.accountId().value();
            var _ = producer.send(new ProducerRecord<>(
                    Topics.EVENTS,
                    ShardPartitioner.shardOf(key, PARTITIONS),
                    key,
                    AvroSerde.events().serializer().serialize(Topics.EVENTS, event)));
        }
        producer.commitTransaction();
    }

    /** Writes so many events, in transactions. */
    void write(int count) {
        try (KafkaProducer<String, byte[]> producer = producer()) {
            for (int written = 0; written < count; written += BATCH) {
                write(producer, batch());
            }
        }
    }

    private List<AccountEvent> batch() {
        List<AccountEvent> events = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            events.add(accounts.get(next % accounts.size()).deposit(next % 100 + 1));
            next++;
        }
        return events;
    }

    /** Writes as fast as it goes while something is done. */
    void whileWriting(Runnable action) {
        AtomicBoolean stop = new AtomicBoolean();
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            try (KafkaProducer<String, byte[]> producer = producer()) {
                while (!stop.get()) {
                    write(producer, batch());
                }
            }
        });
        try {
            int before = next;
            await().atMost(Duration.ofSeconds(30)).until(() -> writer.isDone() || next > before + 10 * BATCH);
            action.run();
        } finally {
            stop.set(true);
            writer.join();
        }
    }

    /** Writes a record that is no event; returns its offset. */
    long poison(int partition) throws ExecutionException, InterruptedException {
        try (KafkaProducer<String, byte[]> producer = producer()) {
            producer.beginTransaction();
            long offset = producer.send(
                            new ProducerRecord<>(Topics.EVENTS, partition, "account-0", new byte[] {1, 2, 3}))
                    .get()
                    .offset();
            producer.commitTransaction();
            return offset;
        }
    }

    @Override
    public void close() {
        admin.close();
        broker.close();
        TestDirectories.delete(directory);
    }
}

package ledger.api.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import ledger.api.broker.EmbeddedKafka;
import ledger.api.commands.ShardsUnavailableException;
import ledger.api.config.LedgerConfig;
import ledger.projections.PoisonPolicy;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.TaskMigratedException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Streams does at a commit: a flush for each task, then the offsets, then the commit; and what it is told after an abort. */
class StreamsClientsTest {
    private static final String TOPIC = "records";
    private static final int BLOCKS_MS = 5_000;
    private static final int LARGER_THAN_ALLOWED = 64 * 1024;
    private static final Map<TopicPartition, OffsetAndMetadata> OFFSETS =
            Map.of(new TopicPartition(TOPIC, 0), new OffsetAndMetadata(1));

    @TempDir
    static Path directory;

    private static EmbeddedKafka broker;
    private final DecidingTransactions transactions = new DecidingTransactions();
    private Producer<byte[], byte[]> producer;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = EmbeddedKafka.start(directory, 0);
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 2, (short) 1)
                            .configs(Map.of("max.message.bytes", Integer.toString(LARGER_THAN_ALLOWED / 2)))))
                    .all()
                    .get();
        }
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    /** It sends nothing before it is told to. */
    @BeforeEach
    void open() {
        producer = new StreamsClients(transactions)
                .getProducer(Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "transactional.id",
                        "writer",
                        "batch.size",
                        2 * LARGER_THAN_ALLOWED,
                        "linger.ms",
                        60_000,
                        "max.block.ms",
                        BLOCKS_MS));
        producer.initTransactions();
    }

    @AfterEach
    void close() {
        producer.close();
    }

    @Test
    void whatAllTasksWroteIsSentOnceBeforeTheOffsets() throws Exception {
        producer.beginTransaction();
        Future<RecordMetadata> ofOneTask = send(0, 1);
        producer.flush();
        assertThat(ofOneTask).as("waits for the records of the other tasks").isNotDone();
        Future<RecordMetadata> ofAnother = send(1, 1);
        producer.flush();
        assertThat(List.of(ofOneTask, ofAnother)).noneMatch(Future::isDone);

        sendOffsets("committed");
        assertThat(List.of(ofOneTask, ofAnother)).allMatch(Future::isDone);
        producer.commitTransaction();
        await().until(() -> offsets("committed").equals(OFFSETS));
    }

    @Test
    void nothingIsCommittedIfARecordCouldNotBeWritten() throws Exception {
        producer.beginTransaction();
        Future<RecordMetadata> written = send(1, 1);
        var _ = send(0, LARGER_THAN_ALLOWED);
        producer.flush();
        assertThatThrownBy(() -> sendOffsets("not-committed"))
                .isInstanceOf(KafkaException.class)
                .satisfiesAnyOf(
                        error -> assertThat(error).isInstanceOf(RecordTooLargeException.class),
                        error -> assertThat(error).hasCauseInstanceOf(RecordTooLargeException.class));
        assertThat(written).as("the other was written").isDone();
        assertThatThrownBy(producer::commitTransaction).isInstanceOf(KafkaException.class);

        producer.abortTransaction();
        assertThat(offsets("not-committed")).isEmpty();
    }

    @Test
    void anAbortWaitsForWhatWasNotSentYet() {
        producer.beginTransaction();
        Future<RecordMetadata> unsent = send(0, 1);
        producer.flush();
        producer.abortTransaction();
        assertThat(unsent).isDone();
    }

    @Test
    void whatIsReadIsCommittedOnlyAfterTheCommit() {
        producer.beginTransaction();
        assertThat(isCommitted()).isFalse();
        var _ = send(0, 1);
        producer.commitTransaction();
        assertThat(isCommitted()).isTrue();
    }

    /** A thread of Streams that is told so closes all stores, then its producer. */
    @Test
    void afterAnAbortAThreadGivesUpItsTasks() {
        producer.beginTransaction();
        var _ = send(0, 1);
        producer.abortTransaction();
        try (Consumer<byte[], byte[]> consumer = consumer("polls")) {
            consumer.assign(OFFSETS.keySet());
            assertThatThrownBy(() -> consumer.poll(Duration.ZERO)).isInstanceOf(TaskMigratedException.class);
            assertThatThrownBy(producer::beginTransaction).isInstanceOf(ProducerFencedException.class);
            assertThat(isCommitted()).isFalse();
            producer.close();
            assertThatCode(() -> consumer.poll(Duration.ZERO)).doesNotThrowAnyException();
        }
        assertThat(isCommitted()).isTrue();
    }

    /** Streams commits what other tasks wrote, and with it the part that was sent of the record whose task failed. */
    @Test
    void aRecordOfWhichAPartWasSentIsNotCommitted() {
        producer.beginTransaction();
        var _ = send(0, 1);
        assertThatThrownBy(() -> producer.partitionsFor("not-there")).isInstanceOf(TimeoutException.class);
        assertThatThrownBy(() -> sendOffsets("half-done")).isInstanceOf(ProducerFencedException.class);
    }

    @Test
    void aThreadWithNothingToCommitWaitsForRecords() {
        try (Consumer<byte[], byte[]> consumer = consumer("waits")) {
            consumer.assign(OFFSETS.keySet());
            consumer.seekToEnd(OFFSETS.keySet());
            assertThat(waits(consumer)).isTrue();

            producer.beginTransaction();
            await().pollInSameThread().until(() -> !waits(consumer));

            producer.commitTransaction();
            assertThat(waits(consumer)).isTrue();
        }
    }

    /** Whether it waits for records when it is asked for those of the next millisecond. There are none. */
    private static boolean waits(Consumer<byte[], byte[]> consumer) {
        consumer.position(OFFSETS.keySet().iterator().next()); // so that it has nothing else to wait for
        long start = System.nanoTime();
        consumer.poll(Duration.ofMillis(1));
        // Kafka's clients count in whole milliseconds.
        return System.nanoTime() - start
                >= TaskConsumer.IDLE_POLL.minusMillis(1).toNanos();
    }

    @Test
    void noTransactionIsOpenWithoutItsProducer() {
        producer.beginTransaction();
        producer.close(Duration.ZERO);
        assertThat(isCommitted()).isTrue();
    }

    private Consumer<byte[], byte[]> consumer(String group) {
        return new StreamsClients(transactions)
                .getConsumer(Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "group.id",
                        group,
                        "enable.auto.commit",
                        false));
    }

    private boolean isCommitted() {
        try {
            return transactions
                    .committed(() -> "decided", String::isEmpty, Duration.ofMillis(1))
                    .equals("decided");
        } catch (ShardsUnavailableException e) {
            return false;
        }
    }

    @Test
    void isNotForProducersWithoutTransactions() {
        assertThatThrownBy(() -> new StreamsClients().getProducer(Map.of("bootstrap.servers", "127.0.0.1:9")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("transactional.id");
    }

    @Test
    void theShardsAndTheReadModelsHaveIt() {
        StreamsSettings settings = new StreamsSettings(
                LedgerConfig.load(Optional.empty(), Map.of(), Map.of()),
                Map.of("bootstrap.servers", broker.bootstrapServers()));
        assertThat(List.of(settings.commands("commands"), settings.projection("projection", false, new PoisonPolicy())))
                .extracting(properties -> new StreamsConfig(properties).getKafkaClientSupplier())
                .hasOnlyElementsOfType(StreamsClients.class);
    }

    private static Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    private Future<RecordMetadata> send(int partition, int bytes) {
        return producer.send(new ProducerRecord<>(TOPIC, partition, null, new byte[bytes]));
    }

    private void sendOffsets(String group) {
        try (Consumer<byte[], byte[]> consumer = consumer(group)) {
            producer.sendOffsetsToTransaction(OFFSETS, consumer.groupMetadata());
        }
    }

    /** Those of a transaction are there once its markers are written, which is after its commit has returned. */
    private static Map<TopicPartition, OffsetAndMetadata> offsets(String group) throws Exception {
        try (Admin admin = admin()) {
            return admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
        }
    }
}

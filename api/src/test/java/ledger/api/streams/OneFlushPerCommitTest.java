package ledger.api.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import ledger.api.broker.EmbeddedKafka;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Streams does at a commit: a flush for each task, then the offsets, then the commit. */
class OneFlushPerCommitTest {
    private static final String TOPIC = "records";
    private static final int LARGER_THAN_ALLOWED = 64 * 1024;
    private static final Map<TopicPartition, OffsetAndMetadata> OFFSETS =
            Map.of(new TopicPartition(TOPIC, 0), new OffsetAndMetadata(1));

    @TempDir
    Path directory;

    @Test
    void whatAllTasksWroteIsSentOnceBeforeTheOffsets() throws Exception {
        try (EmbeddedKafka broker = EmbeddedKafka.start(directory, 0);
                Producer<byte[], byte[]> producer = producer(broker)) {
            producer.beginTransaction();
            Future<RecordMetadata> ofOneTask = send(producer, 0, 1);
            producer.flush();
            assertThat(ofOneTask).as("waits for the records of the other tasks").isNotDone();
            Future<RecordMetadata> ofAnother = send(producer, 1, 1);
            producer.flush();
            assertThat(List.of(ofOneTask, ofAnother)).noneMatch(Future::isDone);

            sendOffsets(broker, producer);
            assertThat(List.of(ofOneTask, ofAnother)).allMatch(Future::isDone);
            producer.commitTransaction();
        }
    }

    @Test
    void nothingIsCommittedIfARecordCouldNotBeWritten() throws Exception {
        try (EmbeddedKafka broker = EmbeddedKafka.start(directory, 0);
                Producer<byte[], byte[]> producer = producer(broker)) {
            producer.beginTransaction();
            Future<RecordMetadata> written = send(producer, 1, 1);
            var _ = send(producer, 0, LARGER_THAN_ALLOWED);
            producer.flush();
            assertThatThrownBy(() -> sendOffsets(broker, producer))
                    .isInstanceOf(KafkaException.class)
                    .satisfiesAnyOf(
                            error -> assertThat(error).isInstanceOf(RecordTooLargeException.class),
                            error -> assertThat(error).hasCauseInstanceOf(RecordTooLargeException.class));
            assertThat(written).as("the other was written").isDone();
            assertThatThrownBy(producer::commitTransaction).isInstanceOf(KafkaException.class);

            producer.abortTransaction();
            try (Admin admin = admin(broker)) {
                assertThat(admin.listConsumerGroupOffsets("group")
                                .partitionsToOffsetAndMetadata()
                                .get())
                        .isEmpty();
            }
        }
    }

    @Test
    void anAbortWaitsForWhatWasNotSentYet() throws Exception {
        try (EmbeddedKafka broker = EmbeddedKafka.start(directory, 0);
                Producer<byte[], byte[]> producer = producer(broker)) {
            producer.beginTransaction();
            Future<RecordMetadata> unsent = send(producer, 0, 1);
            producer.flush();
            producer.abortTransaction();
            assertThat(unsent).isDone();
        }
    }

    @Test
    void isNotForProducersWithoutTransactions() {
        assertThatThrownBy(() -> new OneFlushPerCommit().getProducer(Map.of("bootstrap.servers", "127.0.0.1:9")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("transactional.id");
    }

    private static Admin admin(EmbeddedKafka broker) {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    private static Future<RecordMetadata> send(Producer<byte[], byte[]> producer, int partition, int bytes) {
        return producer.send(new ProducerRecord<>(TOPIC, partition, null, new byte[bytes]));
    }

    private static void sendOffsets(EmbeddedKafka broker, Producer<byte[], byte[]> producer) {
        try (Consumer<byte[], byte[]> consumer = new OneFlushPerCommit()
                .getConsumer(Map.of("bootstrap.servers", broker.bootstrapServers(), "group.id", "group"))) {
            producer.sendOffsetsToTransaction(OFFSETS, consumer.groupMetadata());
        }
    }

    /** It sends nothing before it is told to. */
    private static Producer<byte[], byte[]> producer(EmbeddedKafka broker) throws Exception {
        try (Admin admin = admin(broker)) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 2, (short) 1)
                            .configs(Map.of("max.message.bytes", Integer.toString(LARGER_THAN_ALLOWED / 2)))))
                    .all()
                    .get();
        }
        Producer<byte[], byte[]> producer = new OneFlushPerCommit()
                .getProducer(Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "transactional.id",
                        "writer",
                        "batch.size",
                        2 * LARGER_THAN_ALLOWED,
                        "linger.ms",
                        60_000));
        producer.initTransactions();
        return producer;
    }
}

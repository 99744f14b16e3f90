package ledger.api.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import ledger.registry.SchemaRegistryException;
import ledger.registry.SubjectRegistry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KafkaSchemaLogTest {
    private static final TopicPartition PARTITION = new TopicPartition(KafkaSchemaLog.TOPIC, 0);

    /** The topic: what a producer commits, every consumer gets. */
    private final List<ProducerRecord<String, String>> committed = new ArrayList<>();

    private final List<MockConsumer<String, String>> consumers = new ArrayList<>();
    private final List<LoopBack> producers = new ArrayList<>();

    private final KafkaException unexplained =
            new KafkaException("Unhandled error in EndTxnResponse: The server experienced an unexpected error");

    @Test
    void writesAreReadBackBeforeTheyReturn() {
        try (SubjectRegistry registry = open()) {
            assertThat(registry.register("s", "\"int\"")).isEqualTo(1);
            assertThat(registry.versions("s", false)).containsExactly(1);
            assertThat(registry.register("s", "\"long\"")).isEqualTo(2);
            assertThat(registry.deleteSubject("s", false)).containsExactly(1, 2);
            assertThat(registry.subjects(false)).isEmpty();
        }
        assertThat(producers).hasSize(1);
        assertThat(producers.getFirst().closed()).isTrue();
        assertThat(consumers.getFirst().closed()).isTrue();
    }

    @Test
    void aRestartReplaysTheTopic() {
        try (SubjectRegistry registry = open()) {
            registry.register("s", "\"int\"");
        }
        try (SubjectRegistry again = open()) {
            assertThat(again.schemaById(1)).isEqualTo("\"int\"");
            assertThat(again.register("t", "\"string\"")).isEqualTo(2);
        }
    }

    @Test
    void anInstanceThatWasFencedDecidesAgainOnWhatTheOtherWrote() {
        try (SubjectRegistry one = open();
                SubjectRegistry two = open()) {
            assertThat(one.register("s", "\"int\"")).isEqualTo(1);
            assertThat(two.register("t", "\"string\"")).as("taken over").isEqualTo(2);
            producers.getFirst().fenceProducer();
            assertThat(one.register("u", "\"bytes\"")).as("taken back").isEqualTo(3);
            assertThat(one.version("t", 1, false).id()).isEqualTo(2);
        }
        assertThat(producers).hasSize(3);
    }

    @Test
    void nothingIsWrittenForWhatIsRefused() {
        try (SubjectRegistry registry = open()) {
            registry.register("s", "\"int\"");
            assertThatThrownBy(() -> registry.register("s", "\"string\"")).hasMessageContaining("incompatible");
            assertThat(committed).hasSize(1);
        }
    }

    @Test
    void aFailedCommitIsAStoreErrorAndTheNextWriteStartsAnew() {
        try (SubjectRegistry registry = open()) {
            registry.register("s", "\"int\"");
            producers.getFirst().commitTransactionException = new TimeoutException("broker away");

            assertThatThrownBy(() -> registry.register("t", "\"string\""))
                    .isInstanceOfSatisfying(SchemaRegistryException.class, e -> {
                        assertThat(e.errorCode()).isEqualTo(50001);
                        assertThat(e.retriable()).isTrue();
                    })
                    .hasMessageContaining("broker away");
            assertThat(registry.register("t", "\"string\"")).isEqualTo(2);
        }
    }

    @Test
    void aCommitThatTheCoordinatorCannotExplainIsDecidedAgain() {
        try (SubjectRegistry registry = open()) {
            registry.register("s", "\"int\"");
            producers.getFirst().commitTransactionException = unexplained;
            assertThat(registry.register("t", "\"string\"")).isEqualTo(2);
            assertThat(producers).hasSize(2);
            assertThat(committed).hasSize(2);
        }
    }

    @Test
    void whatWasCommittedInSpiteOfAnErrorIsNotWrittenAgain() {
        try (SubjectRegistry registry = open()) {
            registry.register("s", "\"int\"");
            producers.getFirst().afterCommit = unexplained;
            assertThat(registry.register("t", "\"string\"")).isEqualTo(2);
            assertThat(committed).hasSize(2);
            assertThat(registry.versions("t", false)).containsExactly(1);
        }
    }

    @Test
    void anErrorOfTheConsumerPassesAndReadingGoesOn() {
        try (SubjectRegistry registry = open()) {
            consumers.getFirst().setPollException(new TimeoutException("slow"));
            assertThat(registry.register("s", "\"int\"")).isEqualTo(1);
        }
    }

    @Test
    void aClosedLogRefusesToWrite() {
        SubjectRegistry registry = open();
        registry.close();
        assertThatThrownBy(() -> registry.register("s", "\"int\""))
                .isInstanceOf(SchemaRegistryException.class)
                .hasMessageContaining("closed");
    }

    private SubjectRegistry open() {
        synchronized (committed) {
            MockConsumer<String, String> consumer = new MockConsumer<>("earliest");
            consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
            consumer.updateEndOffsets(Map.of(PARTITION, (long) committed.size()));
            // Records can be added to a consumer only once it has its partition.
            List<ProducerRecord<String, String>> present = List.copyOf(committed);
            consumer.schedulePollTask(() -> {
                for (int i = 0; i < present.size(); i++) {
                    add(consumer, i, present.get(i));
                }
            });
            consumers.add(consumer);
            return new SubjectRegistry(new KafkaSchemaLog(KafkaSchemaLog.TOPIC, this::producer, consumer));
        }
    }

    private Producer<String, String> producer() {
        LoopBack made = new LoopBack();
        producers.add(made);
        return made;
    }

    private static void add(MockConsumer<String, String> consumer, int offset, ProducerRecord<String, String> sent) {
        consumer.addRecord(
                new ConsumerRecord<>(PARTITION.topic(), PARTITION.partition(), offset, sent.key(), sent.value()));
    }

    /** Hands what it commits to the consumers, at the offsets that it told the sender. */
    private final class LoopBack extends MockProducer<String, String> {
        private final List<ProducerRecord<String, String>> open = new ArrayList<>();
        private @Nullable RuntimeException afterCommit;

        LoopBack() {
            super(true, null, new StringSerializer(), new StringSerializer());
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<String, String> sent) {
            assertThat(super.send(sent)).isNotNull();
            open.add(sent);
            return CompletableFuture.completedFuture(
                    new RecordMetadata(PARTITION, committed.size(), open.size() - 1, 0, 0, 0));
        }

        @Override
        public void commitTransaction() {
            super.commitTransaction();
            for (ProducerRecord<String, String> sent : open) {
                for (MockConsumer<String, String> consumer : consumers) {
                    if (!consumer.closed()) {
                        add(consumer, committed.size(), sent);
                        consumer.updateEndOffsets(Map.of(PARTITION, committed.size() + 1L));
                    }
                }
                committed.add(sent);
            }
            open.clear();
            if (afterCommit != null) {
                throw afterCommit;
            }
        }
    }
}

package ledger.projections.generations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import ledger.records.ProjectionControl;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With Kafka's own fakes of its clients: what is produced is consumed at the next poll. */
class KafkaControlLogTest {
    private static final TopicPartition TOPIC = new TopicPartition("control", 0);
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final ControlState BUILDING = ControlState.first(7).rebuilding(8, RebuildOptions.CAREFUL);
    private static final ControlState FAILED = BUILDING.failed("disk full");

    private final MockConsumer<String, ProjectionControl> consumer = new MockConsumer<>("earliest");
    private final MockProducer<String, ProjectionControl> producer =
            new MockProducer<>(true, null, new StringSerializer(), (_, _) -> new byte[0]) {
                @Override
                public synchronized Future<RecordMetadata> send(ProducerRecord<String, ProjectionControl> message) {
                    var sent = super.send(message);
                    if (delivers) {
                        consumer.schedulePollTask(() -> deliver(message.key(), message.value()));
                    }
                    return sent;
                }
            };

    private final List<Map.Entry<String, ControlState>> followed = new CopyOnWriteArrayList<>();
    private boolean delivers = true;
    private long nextOffset;

    private final KafkaControlLog log =
            new KafkaControlLog(TOPIC.topic(), producer, consumer, InstantSource.fixed(NOW), Duration.ofSeconds(20));

    @AfterEach
    void close() {
        log.close();
        assertThat(consumer.closed()).isTrue();
        assertThat(producer.closed()).isTrue();
    }

    private void deliver(String projection, @Nullable ProjectionControl control) {
        consumer.addRecord(new ConsumerRecord<>(TOPIC.topic(), TOPIC.partition(), nextOffset++, projection, control));
    }

    private void follow(long end) {
        consumer.updateBeginningOffsets(Map.of(TOPIC, 0L));
        consumer.updateEndOffsets(Map.of(TOPIC, end));
        log.follow((projection, state) -> followed.add(Map.entry(projection, state)));
    }

    @Test
    void anEmptyTopicIsFollowedThoughNothingComes() {
        CountDownLatch followedAll = new CountDownLatch(1);
        consumer.schedulePollTask(() -> {
            try {
                followedAll.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        try {
            follow(0);
        } finally {
            followedAll.countDown();
        }
        assertThat(followed).isEmpty();
    }

    @Test
    void givesWhatWasPublishedAndReturnsWhenItHasBeenGiven() {
        follow(0);
        log.publish("balances", BUILDING);
        assertThat(followed).containsExactly(Map.entry("balances", BUILDING));
        log.publish("balances", FAILED);
        log.publish("statements", ControlState.first(1));

        assertThat(followed)
                .containsExactly(
                        Map.entry("balances", BUILDING),
                        Map.entry("balances", FAILED),
                        Map.entry("statements", ControlState.first(1)));
        assertThat(producer.history().getFirst().value()).isEqualTo(ControlRecords.record("balances", BUILDING, NOW));
    }

    @Test
    void startsWithWhatTheLogHas() {
        consumer.schedulePollTask(() -> {
            deliver("balances", new ProjectionControl("balances", 9L, 4, null, null, 5, NOW, null, null));
            deliver("balances", null);
        });
        follow(2);

        assertThat(followed)
                .containsExactly(Map.entry("balances", new ControlState(9, 4, ControlState.UNKNOWN_VERSION, null, 5)));
    }

    @Test
    void saysSoWhenTheTopicCannotBeRead() {
        consumer.setPollException(new AuthorizationException("no"));

        assertThatExceptionOfType(ControlLogException.class)
                .isThrownBy(() -> follow(1))
                .withMessageContaining("control")
                .withCauseInstanceOf(AuthorizationException.class);
    }

    @Test
    void saysSoWhenTheTopicCannotBeWritten() {
        delivers = false;
        producer.sendException = new AuthorizationException("no");

        assertThatExceptionOfType(ControlLogException.class)
                .isThrownBy(() -> log.publish("balances", BUILDING))
                .withCauseInstanceOf(AuthorizationException.class);
    }
}

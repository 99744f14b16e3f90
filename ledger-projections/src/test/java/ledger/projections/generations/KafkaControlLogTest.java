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
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import ledger.records.ProjectionControl;
import ledger.registry.SchemaRegistryException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
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
    private final AtomicInteger refusals = new AtomicInteger();
    private final Semaphore arrivals = new Semaphore(0);
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
        log.follow((projection, state) -> {
            if (refusals.getAndDecrement() > 0) {
                throw new IllegalStateException("refused");
            }
            followed.add(Map.entry(projection, state));
            arrivals.release();
        });
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
    void followsOnAfterAFault() throws InterruptedException {
        follow(0);
        fails(new AuthorizationException("no"));
        consumer.schedulePollTask(() -> deliver("balances", ControlRecords.record("balances", BUILDING, NOW)));
        awaitFollowed(1);

        log.publish("balances", FAILED);
        // The producer does not count the record that it has not sent, so that publishing may return before.
        awaitFollowed(1);
        assertThat(followed).containsExactly(Map.entry("balances", BUILDING), Map.entry("balances", FAILED));
    }

    @Test
    void aRecordIsNotPassedOverWhileTheRegistryIsAway() {
        fails(undecodable(new SchemaRegistryException(503, 503, "away")));
        consumer.schedulePollTask(() -> deliver("balances", ControlRecords.record("balances", BUILDING, NOW)));
        follow(1);
        assertThat(followed).containsExactly(Map.entry("balances", BUILDING));
    }

    @Test
    void anUndecodableRecordIsPassedOver() {
        fails(undecodable(new SerializationException("not Avro")));
        nextOffset++;
        consumer.schedulePollTask(() -> deliver("balances", ControlRecords.record("balances", BUILDING, NOW)));
        follow(2);
        assertThat(followed).containsExactly(Map.entry("balances", BUILDING));
    }

    @Test
    void noRecordIsLostWhoseFollowerFails() throws InterruptedException {
        refusals.set(1);
        for (int attempt = 0; attempt < 2; attempt++) {
            consumer.schedulePollTask(() -> {
                nextOffset = 0;
                deliver("balances", ControlRecords.record("balances", BUILDING, NOW));
                deliver("balances", ControlRecords.record("balances", FAILED, NOW));
            });
        }
        assertThatExceptionOfType(ControlLogException.class).isThrownBy(() -> follow(2));
        awaitFollowed(2);
        assertThat(followed).containsExactly(Map.entry("balances", BUILDING), Map.entry("balances", FAILED));
    }

    /** At the next poll. */
    private void fails(KafkaException fault) {
        consumer.schedulePollTask(() -> consumer.setPollException(fault));
    }

    private static RecordDeserializationException undecodable(RuntimeException cause) {
        return new RecordDeserializationException(
                RecordDeserializationException.DeserializationExceptionOrigin.VALUE,
                TOPIC,
                0,
                0,
                TimestampType.CREATE_TIME,
                null,
                null,
                new RecordHeaders(),
                "undecodable",
                cause);
    }

    private void awaitFollowed(int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            assertThat(arrivals.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
        }
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

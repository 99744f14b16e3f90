package ledger.api.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import ledger.language.Command;
import ledger.language.CommandId;
import ledger.language.CommandOutcome;
import ledger.registry.SchemaRegistryException;
import ledger.topics.Topics;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.RecordDeserializationException.DeserializationExceptionOrigin;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class ReplyListenerTest {
    private static final TopicPartition PARTITION = new TopicPartition(Topics.OUTCOMES, 1);
    private static final Duration SOON = Duration.ofSeconds(20);

    /** Whoever was paused for longer than a session may find that the group has given it up. */
    @Test
    void anInstanceThatItsGroupHasGivenUpListensAnew() {
        MockConsumer<String, CommandOutcome> fenced = consumer();
        MockConsumer<String, CommandOutcome> next = consumer();
        Queue<MockConsumer<String, CommandOutcome>> consumers = new ConcurrentLinkedQueue<>(List.of(fenced, next));
        ReplyListener replies = new ReplyListener(consumers::remove);
        try {
            replies.start(gateway(replies));
            assign(fenced);
            await().atMost(SOON).until(replies::isListening);

            fenced.setPollException(new FencedInstanceIdException("registered with a different member.id"));

            await().atMost(SOON).until(consumers::isEmpty);
            assign(next);
            await().atMost(SOON).until(replies::isListening);
            assertThat(fenced.closed()).isTrue();
            assertThat(replies.choose(new CommandId("any"))).hasValue(PARTITION.partition());
        } finally {
            replies.close();
        }
        assertThat(next.closed()).isTrue();
        assertThat(replies.isListening()).isFalse();
    }

    /** What is passed over is not heard by whoever waits for it. */
    @Test
    void anOutcomeWhoseSchemaTheRegistryCannotGiveNowIsNotPassedOver() {
        MockConsumer<String, CommandOutcome> consumer = consumer();
        ReplyListener replies = new ReplyListener(() -> consumer);
        try {
            replies.start(gateway(replies));
            assign(consumer);
            await().atMost(SOON).until(replies::isListening);

            consumer.setPollException(undecodable(
                    new SchemaRegistryException(SchemaRegistryException.NO_ANSWER, 0, "the registry is away")));
            CountDownLatch polled = new CountDownLatch(1);
            consumer.schedulePollTask(polled::countDown);
            await().atMost(SOON).until(() -> polled.getCount() == 0);
            assertThat(consumer.closed()).isFalse();
            assertThat(consumer.position(PARTITION)).as("it is read again").isZero();

            consumer.setPollException(undecodable(new IllegalStateException("not one of ours")));
            await().atMost(SOON).until(() -> consumer.position(PARTITION) == 1);
        } finally {
            replies.close();
        }
    }

    private static RecordDeserializationException undecodable(Exception cause) {
        return new RecordDeserializationException(
                DeserializationExceptionOrigin.VALUE,
                PARTITION,
                0,
                0,
                TimestampType.CREATE_TIME,
                ByteBuffer.allocate(0),
                ByteBuffer.allocate(0),
                new RecordHeaders(),
                "cannot be read",
                cause);
    }

    /** Such as while no broker's name can be resolved. */
    @Test
    void aConsumerThatCannotBeMadeIsTriedAgain() {
        MockConsumer<String, CommandOutcome> second = consumer();
        Queue<Supplier<Consumer<String, CommandOutcome>>> consumers = new ConcurrentLinkedQueue<>(List.of(
                () -> {
                    throw new KafkaException("no resolvable bootstrap urls");
                },
                () -> second));
        ReplyListener replies = new ReplyListener(() -> consumers.remove().get());
        try {
            replies.start(gateway(replies));
            assign(second);
            await().atMost(SOON).until(replies::isListening);
        } finally {
            replies.close();
        }
        assertThat(second.closed()).isTrue();
    }

    private static MockConsumer<String, CommandOutcome> consumer() {
        MockConsumer<String, CommandOutcome> consumer = new MockConsumer<>("latest");
        consumer.updateEndOffsets(Map.of(PARTITION, 0L));
        return consumer;
    }

    private static void assign(MockConsumer<String, CommandOutcome> consumer) {
        await().atMost(SOON).until(() -> !consumer.subscription().isEmpty());
        consumer.schedulePollTask(() -> consumer.rebalance(List.of(PARTITION)));
    }

    private static CommandGateway gateway(ReplyListener replies) {
        MockProducer<String, Command> log =
                new MockProducer<>(true, null, new StringSerializer(), (_, _) -> new byte[0]);
        return new CommandGateway(
                new CommandProducers(log, log),
                replies,
                _ -> Map.of(),
                _ -> Optional.empty(),
                1,
                new CommandLimits(1, 1),
                Clock.systemUTC());
    }
}

package ledger.api.letters;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import ledger.api.config.LedgerConfig;
import ledger.api.log.LedgerBrokers;
import ledger.api.log.LogException;
import ledger.topics.Topics;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The dead letters of a ledger. No group is joined, so that a running ledger does not notice. Used by one thread. */
public final class DeadLetterTopic implements AutoCloseable {
    private static final Duration WITHIN = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofSeconds(1);

    private final LedgerBrokers brokers;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;

    private DeadLetterTopic(LedgerBrokers brokers) {
        this.brokers = brokers;
        if (!brokers.topics().contains(Topics.DEAD_LETTERS)) {
            throw new LogException(
                    "the ledger on " + brokers.bootstrapServers() + " has no topic " + Topics.DEAD_LETTERS);
        }
        consumer = new KafkaConsumer<>(
                reading(brokers.connection()), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        partitions = consumer.partitionsFor(Topics.DEAD_LETTERS, WITHIN).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .sorted((one, other) -> Integer.compare(one.partition(), other.partition()))
                .toList();
    }

    /**
     * Opens the dead letters of a ledger, as {@link LedgerBrokers} reaches it.
     *
     * @throws LogException if it cannot be reached
     */
    public static DeadLetterTopic open(LedgerConfig config) {
        LedgerBrokers brokers = LedgerBrokers.open(config);
        try {
            return new DeadLetterTopic(brokers);
        } catch (RuntimeException e) {
            brokers.close();
            throw e;
        }
    }

    private static Map<String, Object> reading(Map<String, Object> connection) {
        Map<String, Object> settings = new HashMap<>(connection);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "ledger-dead-letters");
        return settings;
    }

    /** Tells all letters that are there when it begins, in the order in which they came. */
    public void read(Consumer<DeadLetter> listener) {
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, WITHIN);
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions, WITHIN);
        for (TopicPartition partition : partitions) {
            read(partition, beginnings.getOrDefault(partition, 0L), ends.getOrDefault(partition, 0L), listener);
        }
    }

    /** The letters of these ids, in the order of the ids. */
    public List<DeadLetter> find(List<LetterId> ids) {
        return ids.stream()
                .map(id -> find(id).orElseThrow(() -> new LogException("there is no dead letter " + id)))
                .toList();
    }

    /** The letter of an id; empty where there is none, or where it is so old that it was deleted. */
    public Optional<DeadLetter> find(LetterId id) {
        TopicPartition partition = new TopicPartition(Topics.DEAD_LETTERS, id.partition());
        if (!partitions.contains(partition)) {
            return Optional.empty();
        }
        consumer.assign(List.of(partition));
        long end = consumer.endOffsets(List.of(partition), WITHIN).getOrDefault(partition, 0L);
        long beginning = consumer.beginningOffsets(List.of(partition), WITHIN).getOrDefault(partition, 0L);
        if (id.offset() < beginning || id.offset() >= end) {
            return Optional.empty();
        }
        List<DeadLetter> found = new ArrayList<>();
        read(partition, id.offset(), id.offset() + 1, found::add);
        return found.stream().findFirst();
    }

    private void read(TopicPartition partition, long from, long end, Consumer<DeadLetter> listener) {
        consumer.assign(List.of(partition));
        consumer.seek(partition, from);
        // Markers of transactions have offsets too, so that the end may be reached without a record just before it.
        while (consumer.position(partition) < end) {
            for (ConsumerRecord<byte[], byte[]> letter : consumer.poll(POLL)) {
                if (letter.offset() < end) {
                    listener.accept(new DeadLetter(letter));
                }
            }
        }
    }

    /** What sends records of letters again. */
    public Retries retries() {
        return new Retries(brokers.connection(), this::partitionsOf);
    }

    private int partitionsOf(String topic) {
        return brokers.topics().contains(topic)
                ? consumer.partitionsFor(topic, WITHIN).size()
                : 0;
    }

    @Override
    public void close() {
        try (brokers) {
            consumer.close();
        }
    }
}

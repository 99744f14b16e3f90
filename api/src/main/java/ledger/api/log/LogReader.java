package ledger.api.log;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads records of a ledger's topics as they are, of several partitions side by side. Used by one thread. */
public final class LogReader implements AutoCloseable {
    private static final Duration WITHIN = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final int MAX_POLL_RECORDS = 5_000;

    private final KafkaConsumer<byte[], byte[]> consumer;

    LogReader(Map<String, Object> connection, String clientId) {
        Map<String, Object> settings = new HashMap<>(connection);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_POLL_RECORDS);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** How many partitions a topic has. */
    public int partitions(String topic) {
        return consumer.partitionsFor(topic, WITHIN).size();
    }

    /** Where each partition of a topic begins now: behind 0 where older records were deleted. */
    public SortedMap<Integer, Long> beginnings(String topic) {
        return offsets(topic, partitions -> consumer.beginningOffsets(partitions, WITHIN));
    }

    /** Where each partition of a topic ends now: the offset after the last record that is committed. */
    public SortedMap<Integer, Long> ends(String topic) {
        return offsets(topic, partitions -> consumer.endOffsets(partitions, WITHIN));
    }

    private SortedMap<Integer, Long> offsets(
            String topic, Function<List<TopicPartition>, Map<TopicPartition, Long>> asked) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic, WITHIN).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        SortedMap<Integer, Long> offsets = new TreeMap<>();
        // Asked of partitions that it has not, the consumer warns.
        consumer.assign(partitions);
        asked.apply(partitions).forEach((partition, offset) -> offsets.put(partition.partition(), offset));
        return offsets;
    }

    /**
     * Reads partitions from offset 0.
     *
     * @param ends of each the offset to stop before
     * @throws LogException if the beginning of one is gone
     */
    public void readFromBeginning(
            String topic, SortedMap<Integer, Long> ends, Consumer<ConsumerRecord<byte[], byte[]>> taker) {
        List<TopicPartition> partitions = partitions(topic, ends);
        consumer.assign(partitions);
        consumer.beginningOffsets(partitions, WITHIN).forEach((partition, beginning) -> {
            if (beginning > 0) {
                throw new LogException("partition " + partition.partition() + " of " + topic + " begins at offset "
                        + beginning + ": what stood before was deleted");
            }
        });
        partitions.forEach(partition -> consumer.seek(partition, 0));
        readTo(topic, ends, taker);
    }

    /** Reads what is left of partitions, also where their beginning was compacted away. */
    public void readAll(String topic, SortedMap<Integer, Long> ends, Consumer<ConsumerRecord<byte[], byte[]>> taker) {
        List<TopicPartition> partitions = partitions(topic, ends);
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        readTo(topic, ends, taker);
    }

    /**
     * Reads partitions.
     *
     * @param from of each the offset to begin at
     * @param ends of each the offset to stop before
     */
    public void read(
            String topic,
            SortedMap<Integer, Long> from,
            SortedMap<Integer, Long> ends,
            Consumer<ConsumerRecord<byte[], byte[]>> taker) {
        seek(topic, from);
        readTo(topic, ends, taker);
    }

    private void seek(String topic, SortedMap<Integer, Long> from) {
        consumer.assign(partitions(topic, from));
        from.forEach((partition, offset) -> consumer.seek(new TopicPartition(topic, partition), offset));
    }

    /** Markers of transactions have offsets too, so that an end may be reached without a record just before it. */
    private void readTo(String topic, SortedMap<Integer, Long> ends, Consumer<ConsumerRecord<byte[], byte[]>> taker) {
        long deadline = System.nanoTime() + WITHIN.toNanos();
        while (!isAt(topic, ends)) {
            var records = consumer.poll(POLL);
            for (ConsumerRecord<byte[], byte[]> record : records) {
                if (record.offset() < ends.getOrDefault(record.partition(), 0L)) {
                    taker.accept(record);
                }
            }
            if (!records.isEmpty()) {
                deadline = System.nanoTime() + WITHIN.toNanos();
            } else if (System.nanoTime() > deadline) {
                throw new LogException("no more records of " + topic + " came within " + WITHIN.toSeconds() + " s");
            }
        }
    }

    private boolean isAt(String topic, SortedMap<Integer, Long> ends) {
        for (Map.Entry<Integer, Long> end : ends.entrySet()) {
            if (consumer.position(new TopicPartition(topic, end.getKey()), WITHIN) < end.getValue()) {
                return false;
            }
        }
        return true;
    }

    /**
     * Reads what comes next, if anything comes soon.
     *
     * @param from of each partition the offset to begin at
     * @return where to go on
     */
    public SortedMap<Integer, Long> follow(
            String topic,
            SortedMap<Integer, Long> from,
            Duration wait,
            Consumer<ConsumerRecord<byte[], byte[]>> taker) {
        seek(topic, from);
        consumer.poll(wait).forEach(taker);
        SortedMap<Integer, Long> next = new TreeMap<>();
        from.keySet()
                .forEach(partition ->
                        next.put(partition, consumer.position(new TopicPartition(topic, partition), WITHIN)));
        return next;
    }

    private static List<TopicPartition> partitions(String topic, SortedMap<Integer, Long> offsets) {
        return offsets.keySet().stream()
                .map(partition -> new TopicPartition(topic, partition))
                .toList();
    }

    @Override
    public void close() {
        consumer.close();
    }
}

package ledger.api.feed;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import ledger.language.AccountEvent;
import ledger.language.AccountId;
import ledger.registry.SchemaRegistryException;
import ledger.topics.ShardPartitioner;
import ledger.topics.Topics;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the events of one account or of all, and keeps its position. Used by one thread at a time. */
final class EventReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventReader.class);
    private static final Duration CLOSING = Duration.ofSeconds(1);

    private final Consumer<byte[], byte[]> consumer;
    private final Deserializer<AccountEvent> events;
    private final byte @Nullable [] key;
    private FeedPosition position;

    /** An event, and the position after it. */
    record Delivery(FeedPosition position, AccountEvent event) {}

    private EventReader(
            Consumer<byte[], byte[]> consumer,
            Deserializer<AccountEvent> events,
            @Nullable AccountId account,
            FeedPosition position) {
        this.consumer = consumer;
        this.events = events;
        this.key = account == null ? null : account.value().getBytes(StandardCharsets.UTF_8);
        this.position = position;
    }

    /**
     * A reader that stands where the feed begins.
     *
     * @param consumer of committed records, without a group; the reader's, even where this fails
     * @throws UnknownPositionException if the feed cannot begin there
     */
    static EventReader open(
            Consumer<byte[], byte[]> consumer,
            Deserializer<AccountEvent> events,
            @Nullable AccountId account,
            FeedStart start,
            int shards) {
        IntStream read = account == null
                ? IntStream.range(0, shards)
                : IntStream.of(ShardPartitioner.shardOf(account.value(), shards));
        List<TopicPartition> partitions =
                read.mapToObj(shard -> new TopicPartition(Topics.EVENTS, shard)).toList();
        try {
            consumer.assign(partitions);
            FeedPosition begin = FeedStarts.find(consumer, partitions, start);
            partitions.forEach(partition -> consumer.seek(partition, begin.next(partition.partition())));
            return new EventReader(consumer, events, account, begin);
        } catch (RuntimeException e) {
            consumer.close(CloseOptions.timeout(CLOSING));
            throw e;
        }
    }

    /** After all that was read. */
    FeedPosition position() {
        return position;
    }

    /** The events that come within some time, in the order of each account; none does not mean that there are none. */
    List<Delivery> read(Duration wait) {
        List<Delivery> read = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(wait)) {
            position = position.after(record.partition(), record.offset());
            AccountEvent event = key == null || Arrays.equals(key, record.key()) ? decode(record) : null;
            if (event != null && !isTooEarly(event)) {
                read.add(new Delivery(position, event));
            }
        }
        return read;
    }

    private boolean isTooEarly(AccountEvent event) {
        return position.notBefore() != null && event.recordedAt().isBefore(position.notBefore());
    }

    /** The event; null where the record is none: then it is among the dead letters. */
    private @Nullable AccountEvent decode(ConsumerRecord<byte[], byte[]> record) {
        try {
            return events.deserialize(record.topic(), record.value());
        } catch (SerializationException e) {
            if (SchemaRegistryException.mayPass(e)) {
                // The registry is away: the record may be good, so it must not be passed over.
                throw e;
            }
            LOG.warn(
                    "Passing over an undecodable event at {}-{} offset {}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    e);
            return null;
        }
    }

    /** Ends a read under way, or the next one. */
    void wakeup() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(CLOSING));
    }
}

package ledger.api.feed;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Finds the offsets where a feed begins. */
final class FeedStarts {
    /**
     * How far before a time its events are looked for. A record has the time of the command that led to it, which is not
     * always when its event says that it was recorded: that is never before the account's former event, where another
     * broker's clock may have been ahead, and a command that waited for a step of its transaction to end comes with the
     * time of that step.
     */
    static final Duration LOOK_BACK = Duration.ofMinutes(10);

    private FeedStarts() {}

    /** @throws UnknownPositionException if the start is a position that this feed cannot have come to */
    static FeedPosition find(Consumer<?, ?> consumer, Collection<TopicPartition> partitions, FeedStart start) {
        return switch (start) {
            case FeedStart.Beginning() -> position(null, partitions, consumer.beginningOffsets(partitions)::get);
            case FeedStart.End() -> position(null, partitions, consumer.endOffsets(partitions)::get);
            case FeedStart.Since(Instant time) -> since(consumer, partitions, time);
            case FeedStart.After(FeedPosition position) -> requireKnown(consumer, partitions, position);
        };
    }

    private static FeedPosition since(Consumer<?, ?> consumer, Collection<TopicPartition> partitions, Instant time) {
        long from = Math.max(0, time.minus(LOOK_BACK).toEpochMilli());
        // The ends first: what is appended after the question for times is then read, and filtered.
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, OffsetAndTimestamp> first =
                consumer.offsetsForTimes(partitions.stream().collect(Collectors.toMap(Function.identity(), _ -> from)));
        Instant floor = time.truncatedTo(ChronoUnit.MILLIS);
        return position(floor.equals(time) ? floor : floor.plusMillis(1), partitions, partition -> {
            OffsetAndTimestamp found = first.get(partition);
            return found == null ? ends.get(partition) : Long.valueOf(found.offset());
        });
    }

    /** A position may know more partitions than are read: a feed of one account can go on from one of all accounts. */
    private static FeedPosition requireKnown(
            Consumer<?, ?> consumer, Collection<TopicPartition> partitions, FeedPosition position) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        for (TopicPartition partition : partitions) {
            Long end = ends.get(partition);
            if (!position.knows(partition.partition()) || end == null || position.next(partition.partition()) > end) {
                throw new UnknownPositionException();
            }
        }
        return position(position.notBefore(), partitions, partition -> position.next(partition.partition()));
    }

    private static FeedPosition position(
            @Nullable Instant notBefore,
            Collection<TopicPartition> partitions,
            Function<TopicPartition, @Nullable Long> next) {
        return FeedPosition.of(
                notBefore, partitions.stream().collect(Collectors.toMap(TopicPartition::partition, partition -> {
                    Long offset = next.apply(partition);
                    if (offset == null) {
                        throw new IllegalStateException("the brokers do not say where " + partition + " stands");
                    }
                    return offset;
                })));
    }
}

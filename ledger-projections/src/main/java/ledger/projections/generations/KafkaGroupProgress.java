package ledger.projections.generations;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Asks the cluster how far groups are. */
public final class KafkaGroupProgress implements GroupProgress {
    private final Admin admin;
    private final String eventsTopic;
    private final int partitions;

    /** @param admin stays the caller's */
    public KafkaGroupProgress(Admin admin, String eventsTopic, int partitions) {
        this.admin = admin;
        this.eventsTopic = eventsTopic;
        this.partitions = partitions;
    }

    @Override
    public Map<Integer, PartitionProgress> of(String applicationId) {
        // Committed first: what is committed is never beyond an end that is read later.
        Map<TopicPartition, OffsetAndMetadata> committed =
                AdminCalls.get(admin.listConsumerGroupOffsets(applicationId).partitionsToOffsetAndMetadata());
        var ends = AdminCalls.get(admin.listOffsets(
                        IntStream.range(0, partitions)
                                .mapToObj(partition -> new TopicPartition(eventsTopic, partition))
                                .collect(Collectors.toMap(Function.identity(), _ -> OffsetSpec.latest())),
                        new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all());
        Map<Integer, PartitionProgress> progress = new HashMap<>();
        ends.forEach((partition, end) -> {
            @Nullable OffsetAndMetadata offset = committed.get(partition);
            progress.put(
                    partition.partition(), new PartitionProgress(offset == null ? 0 : offset.offset(), end.offset()));
        });
        return progress;
    }
}

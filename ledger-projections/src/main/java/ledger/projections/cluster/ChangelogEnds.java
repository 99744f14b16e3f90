package ledger.projections.cluster;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Where the changelogs of a Streams application end: behind the last record that is committed. */
final class ChangelogEnds implements CopyPositions.Ends {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final String applicationId;
    private final Admin admin;

    /** @param admin stays the caller's */
    ChangelogEnds(String applicationId, Admin admin) {
        this.applicationId = applicationId;
        this.admin = admin;
    }

    @Override
    public Map<StorePartition, Long> of(Set<StorePartition> parts)
            throws ExecutionException, TimeoutException, InterruptedException {
        Map<TopicPartition, StorePartition> changelogs = new HashMap<>();
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        for (StorePartition part : parts) {
            TopicPartition changelog =
                    new TopicPartition(applicationId + "-" + part.store() + "-changelog", part.partition());
            changelogs.put(changelog, part);
            latest.put(changelog, OffsetSpec.latest());
        }
        Map<StorePartition, Long> ends = new HashMap<>();
        admin.listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all()
                .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .forEach((changelog, end) -> ends.put(requireNonNull(changelogs.get(changelog)), end.offset()));
        return ends;
    }
}

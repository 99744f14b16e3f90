package ledger.projections.generations;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What is known, in one attempt, of the generation that serves and of the one that is to take over. The serving one takes
 * a snapshot of each partition wherever it is; the other, which waits meanwhile, takes its own at the same positions.
 *
 * @param attempt 1, 2, 3 …: another is made where a snapshot was lost, or a partition was past the position already
 * @param partitions how many there are
 * @param serving by partition
 * @param rebuilt by partition, with their digests
 */
public record Comparison(
        int attempt,
        int partitions,
        SortedMap<Integer, PartitionDigest> serving,
        SortedMap<Integer, PartitionDigest> rebuilt) {
    public Comparison {
        serving = Collections.unmodifiableSortedMap(new TreeMap<>(serving));
        rebuilt = Collections.unmodifiableSortedMap(new TreeMap<>(rebuilt));
    }

    /** An attempt of which nothing is known yet. */
    static Comparison attempt(int attempt, int partitions) {
        return new Comparison(attempt, partitions, new TreeMap<>(), new TreeMap<>());
    }

    Comparison again() {
        return attempt(attempt + 1, partitions);
    }

    Comparison withServing(int partition, PartitionDigest digest) {
        return new Comparison(attempt, partitions, with(serving, partition, digest), rebuilt);
    }

    Comparison withRebuilt(int partition, PartitionDigest digest) {
        return new Comparison(attempt, partitions, serving, with(rebuilt, partition, digest));
    }

    private static SortedMap<Integer, PartitionDigest> with(
            SortedMap<Integer, PartitionDigest> digests, int partition, PartitionDigest digest) {
        SortedMap<Integer, PartitionDigest> more = new TreeMap<>(digests);
        more.put(partition, digest);
        return more;
    }

    /** Whether it is known where every partition is compared. */
    boolean hasPositions() {
        return serving.size() == partitions;
    }

    /** Where partitions are compared. */
    Map<Integer, Long> positions() {
        Map<Integer, Long> positions = new TreeMap<>();
        serving.forEach((partition, digest) -> positions.put(partition, digest.position()));
        return positions;
    }

    /** How many digests there are, of twice the number of partitions. */
    int digests() {
        return (int) Stream.concat(serving.values().stream(), rebuilt.values().stream())
                .filter(digest -> digest.digest() != null)
                .count();
    }

    boolean isComplete() {
        return digests() == 2 * partitions;
    }

    /** The partitions that differ, as people read them; empty if it is complete and all are equal. */
    List<String> differences() {
        List<String> differences = new ArrayList<>();
        serving.forEach((partition, digest) -> {
            PartitionDigest other = rebuilt.get(partition);
            if (!Objects.equals(digest, other)) {
                differences.add("partition %d at offset %d: %s serves, %s was rebuilt"
                        .formatted(
                                partition, digest.position(), digest.digest(), other == null ? null : other.digest()));
            }
        });
        return differences;
    }
}

package ledger.projections.generations;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The groups of a cluster: how far they are, who is in them, and what they have left. */
final class FakeCluster implements GroupProgress, GenerationResources {
    static final int PARTITIONS = 2;

    final Set<String> applications = new TreeSet<>();
    final List<String> deleted = new ArrayList<>();
    private final Map<String, Set<Object>> members = new HashMap<>();
    private final Map<String, Map<Integer, Long>> committed = new HashMap<>();
    private long end;

    /** How many offsets each partition of the events has. */
    void append(long offsets) {
        end += offsets;
    }

    void commit(String application, int partition, long offset) {
        committed.computeIfAbsent(application, _ -> new HashMap<>()).put(partition, offset);
    }

    void commitAll(String application) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            commit(application, partition, end);
        }
    }

    void join(String application, Object member) {
        applications.add(application);
        members.computeIfAbsent(application, _ -> new HashSet<>()).add(member);
    }

    void leave(String application, Object member) {
        members.getOrDefault(application, new HashSet<>()).remove(member);
    }

    @Override
    public Map<Integer, PartitionProgress> of(String application) {
        Map<Integer, PartitionProgress> progress = new HashMap<>();
        Map<Integer, Long> offsets = committed.getOrDefault(application, Map.of());
        for (int partition = 0; partition < PARTITIONS; partition++) {
            progress.put(partition, new PartitionProgress(offsets.getOrDefault(partition, 0L), end));
        }
        return progress;
    }

    @Override
    public Set<String> applications() {
        return Set.copyOf(applications);
    }

    @Override
    public boolean delete(String application) {
        if (!members.getOrDefault(application, Set.of()).isEmpty()) {
            return false;
        }
        applications.remove(application);
        committed.remove(application);
        deleted.add(application);
        return true;
    }
}

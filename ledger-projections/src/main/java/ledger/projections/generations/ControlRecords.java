package ledger.projections.generations;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import ledger.projections.ModelDigest;
import ledger.projections.generations.Rebuild.Comparing;
import ledger.projections.generations.Rebuild.Failed;
import ledger.projections.generations.Rebuild.Phase;
import ledger.projections.generations.Rebuild.Queued;
import ledger.projections.generations.Rebuild.Replaying;
import ledger.projections.generations.Rebuild.Uncompared;
import ledger.records.ProjectionComparison;
import ledger.records.ProjectionControl;
import ledger.records.ProjectionPartitionDigest;
import ledger.records.ProjectionRebuild;
import ledger.records.ProjectionRebuildPhase;
import org.jspecify.annotations.Nullable;

/** Control states as records, and back. Older programs wrote less: what is missing is taken to be as careful as can be. */
final class ControlRecords {
    private ControlRecords() {}

    static ProjectionControl record(String projection, ControlState state, Instant changedAt) {
        Rebuild rebuild = state.rebuild();
        return new ProjectionControl(
                projection,
                state.revision(),
                state.active(),
                rebuild == null ? null : rebuild.generation(),
                rebuild != null && rebuild.phase() instanceof Failed failed ? failed.cause() : null,
                state.last(),
                changedAt,
                state.activeVersion() == ControlState.UNKNOWN_VERSION ? null : state.activeVersion(),
                rebuild == null ? null : record(rebuild));
    }

    private static ProjectionRebuild record(Rebuild rebuild) {
        var record = ProjectionRebuild.newBuilder()
                .setVersion(rebuild.version())
                .setSkipPoison(rebuild.options().skipPoison())
                .setSkipComparison(rebuild.options().skipComparison());
        return switch (rebuild.phase()) {
            case Queued queued ->
                record.setPhase(ProjectionRebuildPhase.QUEUED)
                        .setTicket(queued.ticket())
                        .build();
            case Replaying _ ->
                record.setPhase(ProjectionRebuildPhase.REPLAYING).build();
            case Comparing comparing ->
                record.setPhase(ProjectionRebuildPhase.COMPARING)
                        .setComparison(record(comparing.comparison()))
                        .build();
            case Uncompared uncompared ->
                record.setPhase(ProjectionRebuildPhase.UNCOMPARED)
                        .setUncomparedBecause(uncompared.why())
                        .build();
            case Failed _ -> record.setPhase(ProjectionRebuildPhase.FAILED).build();
        };
    }

    private static ProjectionComparison record(Comparison comparison) {
        return new ProjectionComparison(
                comparison.attempt(),
                comparison.partitions(),
                records(comparison.serving()),
                records(comparison.rebuilt()));
    }

    private static List<ProjectionPartitionDigest> records(Map<Integer, PartitionDigest> digests) {
        return digests.entrySet().stream()
                .map(entry -> new ProjectionPartitionDigest(
                        entry.getKey(),
                        entry.getValue().position(),
                        entry.getValue().digest() == null
                                ? null
                                : entry.getValue().digest().toString()))
                .toList();
    }

    static ControlState state(ProjectionControl record) {
        Integer version = record.getActiveVersion();
        return new ControlState(
                record.getRevision(),
                record.getActiveGeneration(),
                version == null ? ControlState.UNKNOWN_VERSION : version,
                rebuild(record),
                record.getLastGeneration());
    }

    private static @Nullable Rebuild rebuild(ProjectionControl record) {
        Integer generation = record.getRebuildingGeneration();
        if (generation == null) {
            return null;
        }
        String failure = record.getRebuildFailure();
        ProjectionRebuild more = record.getRebuild();
        if (more == null) {
            return new Rebuild(
                    generation,
                    ControlState.UNKNOWN_VERSION,
                    RebuildOptions.CAREFUL,
                    failure == null ? new Replaying() : new Failed(failure));
        }
        return new Rebuild(
                generation,
                more.getVersion(),
                new RebuildOptions(more.getSkipPoison(), more.getSkipComparison()),
                failure == null ? phase(more) : new Failed(failure));
    }

    private static Phase phase(ProjectionRebuild record) {
        ProjectionComparison comparison = record.getComparison();
        String why = record.getUncomparedBecause();
        return switch (record.getPhase()) {
            case QUEUED -> new Queued(record.getTicket());
            case REPLAYING -> new Replaying();
            case COMPARING ->
                comparison == null
                        ? new Replaying()
                        : new Comparing(new Comparison(
                                comparison.getAttempt(),
                                comparison.getPartitions(),
                                digests(comparison.getServing()),
                                digests(comparison.getRebuilt())));
            case UNCOMPARED -> new Uncompared(why == null ? "unknown" : why);
            case FAILED -> new Failed("unknown");
        };
    }

    private static SortedMap<Integer, PartitionDigest> digests(List<ProjectionPartitionDigest> records) {
        SortedMap<Integer, PartitionDigest> digests = new TreeMap<>();
        for (ProjectionPartitionDigest record : records) {
            String digest = record.getDigest();
            digests.put(
                    record.getPartition(),
                    new PartitionDigest(record.getPosition(), digest == null ? null : ModelDigest.parse(digest)));
        }
        return digests;
    }
}

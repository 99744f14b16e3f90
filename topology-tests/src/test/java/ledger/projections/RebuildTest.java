package ledger.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import ledger.projections.cluster.Reach;
import ledger.projections.generations.ComparisonResult;
import ledger.projections.generations.ProjectionStatus;
import ledger.projections.generations.ProjectionStatus.RebuildState;
import ledger.projections.generations.RebuildOptions;
import org.apache.kafka.clients.admin.GroupListing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rebuilds on a real broker: a new generation takes over only if its digest is that of the one that serves. */
class RebuildTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int EVENTS = 2_000;

    private final RebuildCluster cluster;

    RebuildTest() throws ExecutionException, InterruptedException {
        cluster = new RebuildCluster();
        cluster.write(EVENTS);
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    private static void rebuild(RebuildInstance instance) {
        instance.manager.rebuild(RebuildInstance.NAME, RebuildOptions.CAREFUL);
    }

    private void awaitDeleted(int generation) {
        String application = RebuildInstance.NAMES.applicationId(RebuildInstance.NAME, generation);
        await().atMost(SOON)
                .until(() -> cluster.admin.listGroups().all().get().stream()
                        .map(GroupListing::groupId)
                        .noneMatch(application::equals));
    }

    @Test
    void isEqualWhileWritesGoOnAndAlsoWhenTheyHaveEnded() {
        try (RebuildInstance instance = new RebuildInstance(cluster, "one")) {
            cluster.whileWriting(() -> {
                rebuild(instance);
                instance.awaitServing(2);
            });
            assertThat(instance.compared).endsWith(ComparisonResult.EQUAL);
            rebuild(instance);
            instance.awaitServing(3);
            assertThat(instance.compared)
                    .endsWith(ComparisonResult.EQUAL)
                    .doesNotContain(ComparisonResult.NONE, ComparisonResult.DIFFERENT);
            awaitDeleted(2);
        }
        // Whose serving generation has seen no event since it started.
        try (RebuildInstance again = new RebuildInstance(cluster, "one")) {
            rebuild(again);
            again.awaitServing(4);
            assertThat(again.compared).containsExactly(ComparisonResult.EQUAL);
        }
    }

    @Test
    void oneCentIsADifferenceThatIsReported() {
        try (RebuildInstance instance = new RebuildInstance(cluster, "one")) {
            instance.balances.oneCentOff = true;
            cluster.whileWriting(() -> {
                rebuild(instance);
                String failure = instance.awaitRebuild(RebuildState.FAILED).failure();
                assertThat(failure).containsPattern("differs .* partition \\d at offset \\d+: \\p{XDigit}{64} serves");
            });
            ProjectionStatus status = instance.status();
            assertThat(status.generation()).isEqualTo(1);
            assertThat(status.ready()).isTrue();
            assertThat(instance.compared).endsWith(ComparisonResult.DIFFERENT);
            awaitDeleted(2);

            instance.balances.oneCentOff = false;
            rebuild(instance);
            instance.awaitServing(3);
        }
    }

    @Test
    void isEqualAcrossInstances() {
        try (RebuildInstance one = new RebuildInstance(cluster, "one");
                RebuildInstance two = new RebuildInstance(cluster, "two")) {
            cluster.whileWriting(() -> {
                rebuild(one);
                one.awaitServing(2);
                two.awaitServing(2);
            });
            // By both, where both come to the same conclusion at the same moment.
            assertThat(Stream.of(one, two).flatMap(instance -> instance.compared.stream()))
                    .contains(ComparisonResult.EQUAL)
                    .doesNotContain(ComparisonResult.NONE, ComparisonResult.DIFFERENT);
        }
    }

    /** Streams makes copies of stores that were folded, and folds copies, without closing them. */
    @Test
    void isEqualWherePartitionsWereCopiesForAWhile() {
        try (RebuildInstance one = new RebuildInstance(cluster, "one")) {
            try (RebuildInstance two = new RebuildInstance(cluster, "two")) {
                await().atMost(SOON)
                        .until(() -> one.partitions(Reach.OWNED).size() < RebuildCluster.PARTITIONS
                                && one.partitions(Reach.HELD).size() == RebuildCluster.PARTITIONS);
                // Which the stores get to know as copies, and not in folding.
                cluster.open(RebuildCluster.ACCOUNTS);
                cluster.write(EVENTS);
                await().atMost(SOON).until(() -> Objects.equals(two.status().lag(), 0L));
            }
            await().atMost(SOON).until(() -> one.partitions(Reach.OWNED).size() == RebuildCluster.PARTITIONS);
            cluster.write(EVENTS);
            rebuild(one);
            one.awaitServing(2);
            assertThat(one.compared)
                    .contains(ComparisonResult.EQUAL)
                    .doesNotContain(ComparisonResult.NONE, ComparisonResult.DIFFERENT);
        }
    }

    @Test
    void aComparisonSurvivesTheEndOfItsProcessAndIsCancelled() {
        try (RebuildInstance instance = new RebuildInstance(cluster, "one")) {
            instance.holdDigests();
            rebuild(instance);
            instance.awaitRebuild(RebuildState.COMPARING);
            instance.manager.cancel(RebuildInstance.NAME);
            awaitDeleted(2);

            rebuild(instance);
            instance.awaitRebuild(RebuildState.COMPARING);
        }
        try (RebuildInstance again = new RebuildInstance(cluster, "one")) {
            again.awaitServing(3);
            assertThat(again.compared).endsWith(ComparisonResult.EQUAL);
        }
    }

    @Test
    void aPoisonEventFailsTheRebuildAndNeverWhatServes() throws Exception {
        try (RebuildInstance instance = new RebuildInstance(cluster, "one")) {
            long offset = cluster.poison(1);
            cluster.write(100);
            rebuild(instance);
            assertThat(instance.awaitRebuild(RebuildState.FAILED).failure())
                    .startsWith("the record at offset " + offset + " of partition 1 of ledger.accounts.events.v1 ")
                    .contains("skipPoison=true");
            assertThat(instance.status().ready()).isTrue();

            instance.manager.rebuild(RebuildInstance.NAME, new RebuildOptions(true, false));
            instance.awaitServing(3);
            assertThat(instance.compared).endsWith(ComparisonResult.EQUAL);
            cluster.poison(0);
            cluster.write(100);
            await().atMost(SOON).until(() -> Objects.equals(instance.status().lag(), 0L));
            assertThat(instance.status().ready()).isTrue();
        }
    }
}

package ledger.projections.generations;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Objects;
import ledger.projections.ModelDigest;
import ledger.projections.generations.ProjectionStatus.RebuildState;
import ledger.projections.generations.ProjectionStatus.RebuildStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A new generation that has caught up is compared before it takes over. */
class ComparisonTest {
    private static final String G1 = "ledger-balances-g1";
    private static final String G2 = "ledger-balances-g2";
    private static final ModelDigest OTHER = new ModelDigest(BigInteger.TEN);

    private final FakeControlLog log = new FakeControlLog();
    private final FakeCluster cluster = new FakeCluster();
    private final Instance instance = new Instance(log, cluster, "balances");

    @BeforeEach
    void start() {
        instance.start();
        cluster.append(100);
        instance.runtime(G1).runs();
        cluster.commitAll(G1);
        instance.tick();
    }

    @AfterEach
    void close() {
        instance.close();
    }

    private void comparing(RebuildOptions options) {
        instance.manager.rebuild("balances", options);
        instance.tick();
        instance.runtime(G2).runs();
        cluster.commitAll(G2);
        instance.tick();
    }

    private void comparing() {
        comparing(RebuildOptions.CAREFUL);
        assertThat(rebuild().state()).isEqualTo(RebuildState.COMPARING);
        assertThat(rebuild().comparison()).isEqualTo("attempt 1: 0 of 4 digests");
        assertThat(instance.runtime(G2).instructions.held()).isTrue();
    }

    private RebuildStatus rebuild() {
        return Objects.requireNonNull(instance.status("balances").rebuild());
    }

    @Test
    void aDifferenceIsReportedAndTheOldGenerationServesOn() {
        comparing();
        instance.runtime(G1).takes(100, Instance.EQUAL);
        instance.tick();
        assertThat(instance.runtime(G2).instructions.held()).isFalse();
        instance.runtime(G2).takes(0, 100L, Instance.EQUAL);
        instance.runtime(G2).takes(1, 100L, OTHER);
        instance.tick();
        instance.tick();

        assertThat(rebuild().state()).isEqualTo(RebuildState.FAILED);
        assertThat(rebuild().failure())
                .contains("differs", "partition 1 at offset 100", Instance.EQUAL.toString(), OTHER.toString())
                .doesNotContain("partition 0");
        assertThat(instance.compared).containsExactly("balances DIFFERENT");
        assertThat(instance.status("balances").generation()).isEqualTo(1);
        assertThat(instance.running()).containsExactly(G1);
        instance.tick();
        assertThat(cluster.deleted).containsExactly(G2);
        assertThat(instance.disk).containsExactly(G1);
    }

    @Test
    void anEqualGenerationThatFellBehindMeanwhileFirstCatchesUp() {
        comparing();
        instance.runtime(G1).takes(100, Instance.EQUAL);
        instance.tick();
        cluster.append(5);
        cluster.commitAll(G1);
        instance.runtime(G2).takes(100, Instance.EQUAL);
        instance.tick();
        instance.tick();
        assertThat(instance.status("balances").generation()).isEqualTo(1);
        assertThat(rebuild().comparison()).isEqualTo("attempt 1: 4 of 4 digests");

        cluster.commitAll(G2);
        instance.tick();
        assertThat(instance.status("balances").generation()).isEqualTo(2);
    }

    @Test
    void aMissedPositionMakesAnotherAttemptAndThatWaitsAgain() {
        comparing();
        instance.runtime(G1).takes(100, Instance.EQUAL);
        instance.tick();
        instance.runtime(G2).takes(0, 100L, Instance.EQUAL);
        instance.runtime(G2).takes(1, null, null);
        instance.tick();

        assertThat(rebuild().comparison()).isEqualTo("attempt 2: 0 of 4 digests");
        assertThat(instance.compared).containsExactly("balances AGAIN");
        assertThat(instance.runtime(G2).instructions.held()).isTrue();
        instance.compareEqual(G1, G2);
        assertThat(instance.status("balances").generation()).isEqualTo(2);
    }

    @Test
    void aSnapshotThatWasLostWithItsTaskMakesAnotherAttempt() {
        comparing();
        instance.runtime(G1).takes(0, 100L, null);
        instance.tick();
        instance.runtime(G1).takes(0, 104L, null);
        instance.tick();

        assertThat(rebuild().comparison()).isEqualTo("attempt 2: 0 of 4 digests");
    }

    @Test
    void attemptsEnd() {
        comparing();
        for (int attempt = 1; attempt <= RebuildSteps.MAX_ATTEMPTS; attempt++) {
            assertThat(rebuild().state()).as("attempt %d", attempt).isEqualTo(RebuildState.COMPARING);
            instance.runtime(G1).takes(0, null, null);
            instance.tick();
        }

        assertThat(rebuild().state()).isEqualTo(RebuildState.FAILED);
        assertThat(rebuild().failure()).contains("20 attempts");
    }

    @Test
    void isCancelled() {
        comparing();
        instance.runtime(G1).takes(100, Instance.EQUAL);
        instance.tick();
        assertThat(instance.manager.cancel("balances")).contains(true);
        instance.tick();

        assertThat(instance.running()).containsExactly(G1);
        assertThat(instance.runtime(G1).instructions.order()).isNull();
        assertThat(instance.status("balances").rebuild()).isNull();
        assertThat(cluster.deleted).containsExactly(G2);
    }

    @Test
    void goesOnAfterACrashWithWhatIsInTheLog() {
        comparing();
        instance.runtime(G1).takes(0, 100L, Instance.EQUAL);
        instance.runtime(G1).takes(1, 100L, null);
        instance.tick();
        instance.close();

        try (Instance after = new Instance(log.compacted(), cluster, instance.disk, "balances").start()) {
            assertThat(after.running()).containsExactly(G1, G2);
            after.runtime(G1).runs();
            after.runtime(G2).runs();
            // Partition 0 was computed and is not needed again; 1 is elsewhere now.
            after.runtime(G1).takes(0, 130L, OTHER);
            after.runtime(G1).takes(1, 130L, null);
            after.tick();
            assertThat(Objects.requireNonNull(after.status("balances").rebuild())
                            .comparison())
                    .isEqualTo("attempt 2: 0 of 4 digests");
            after.compareEqual(G1, G2);
            assertThat(after.status("balances").generation()).isEqualTo(2);
        }
    }

    @Test
    void generationsOfDifferentCodeAreNotCompared() {
        instance.version = 2;
        comparing(RebuildOptions.CAREFUL);

        assertThat(rebuild().state()).isEqualTo(RebuildState.SWITCHING);
        assertThat(rebuild().comparison()).contains("none", "version 1", "version 2");
        instance.tick();
        assertThat(instance.status("balances").generation()).isEqualTo(2);
        assertThat(instance.compared).containsExactly("balances NONE");

        instance.manager.rebuild("balances", RebuildOptions.CAREFUL);
        instance.tick();
        instance.runtime("ledger-balances-g3").runs();
        cluster.commitAll(G2);
        cluster.commitAll("ledger-balances-g3");
        instance.tick();
        assertThat(rebuild().state()).as("of the same code again").isEqualTo(RebuildState.COMPARING);
    }

    @Test
    void aRebuildFailsWhereAnInstanceRunsLaterCode() {
        instance.manager.rebuild("balances", RebuildOptions.CAREFUL);
        instance.tick();
        instance.version = 2;
        instance.tick();

        assertThat(rebuild().failure()).contains("begun by version 1", "runs version 2");
    }

    @Test
    void aRebuildFailsWhereAnInstanceStillRunsEarlierCode() {
        instance.version = 2;
        instance.manager.rebuild("balances", RebuildOptions.CAREFUL);
        instance.tick();
        instance.version = 1;
        instance.tick();

        assertThat(rebuild().failure()).contains("begun by version 2", "runs version 1");
    }

    @Test
    void isNotMadeWhereItWasAskedForWithout() {
        comparing(new RebuildOptions(false, true));
        assertThat(rebuild().comparison()).contains("asked for");
        instance.tick();

        assertThat(instance.status("balances").generation()).isEqualTo(2);
    }

    @Test
    void isGivenUpWhereTheServingGenerationFails() {
        comparing();
        instance.runtime(G1).fails("corrupt");
        instance.tick();
        assertThat(rebuild().comparison()).contains("serving generation has failed");
        instance.tick();

        assertThat(instance.status("balances").generation()).isEqualTo(2);
    }
}

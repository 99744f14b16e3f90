package ledger.projections.generations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.Objects;
import ledger.projections.ReadModelUnavailableException;
import ledger.projections.generations.ProjectionStatus.RebuildState;
import ledger.projections.generations.ProjectionStatus.RebuildStatus;
import ledger.projections.generations.ProjectionStatus.State;
import org.junit.jupiter.api.Test;

class ProjectionManagerTest {
    private static final String G1 = "ledger-balances-g1";
    private static final String G2 = "ledger-balances-g2";
    private static final String G3 = "ledger-balances-g3";

    private final FakeControlLog log = new FakeControlLog();
    private final FakeCluster cluster = new FakeCluster();

    private Instance instance() {
        return new Instance(log, cluster, "balances");
    }

    /** An instance whose first generation has folded 100 offsets of each of the two partitions. */
    private Instance started() {
        Instance instance = instance().start();
        cluster.append(100);
        instance.runtime(G1).runs();
        cluster.commitAll(G1);
        instance.tick();
        return instance;
    }

    @Test
    void startsTheFirstGenerationOfEveryProjection() {
        try (Instance instance = new Instance(log, cluster, "balances", "statements")) {
            assertThatExceptionOfType(ReadModelUnavailableException.class)
                    .isThrownBy(() -> instance.manager.stores("balances"));
            instance.start();

            assertThat(instance.running()).containsExactly(G1, "ledger-statements-g1");
            assertThat(instance.manager.statuses())
                    .extracting(ProjectionStatus::name)
                    .containsExactly("balances", "statements");
            assertThat(instance.status("balances").ready()).isFalse();
            instance.runtime(G1).runs();
            assertThat(instance.status("balances").ready()).isTrue();
            assertThat(instance.manager.stores("balances")).isSameAs(instance.runtime(G1));
            assertThat(instance.manager.status("nothing")).isEmpty();
            assertThat(instance.manager.rebuild("nothing", RebuildOptions.CAREFUL))
                    .isEmpty();
            assertThat(instance.manager.cancel("nothing")).isEmpty();
        }
    }

    @Test
    void aProjectionThatDoesNotEndKeepsNoOtherFromIt() {
        Instance instance = new Instance(log, cluster, "balances", "statements", "rollups");
        instance.start();
        instance.runtime("ledger-statements-g1").failsToClose();
        instance.close();

        assertThat(instance.running()).containsExactly("ledger-statements-g1");
    }

    /** It asks the brokers for it, at the start and not at each tick. */
    @Test
    void tellsTheLag() {
        try (Instance instance = instance().start()) {
            Long before = instance.status("balances").lag();
            cluster.append(100);
            cluster.commitAll(G1);
            cluster.append(7);
            cluster.commit(G1, 0, 104);
            for (int ticks = 1; ticks < ManagedProjection.TICKS_BETWEEN_LOOKS; ticks++) {
                instance.tick();
                assertThat(instance.status("balances").lag()).isEqualTo(before);
            }
            instance.tick();

            assertThat(instance.status("balances").lag()).isEqualTo(3 + 7);
        }
    }

    @Test
    void buildsTheNextGenerationBesideTheServingOneAndSwitchesWhenItHasCaughtUp() {
        try (Instance instance = started()) {
            assertThat(instance.manager.rebuild("balances", RebuildOptions.CAREFUL))
                    .contains(2);
            assertThat(instance.manager.rebuild("balances", RebuildOptions.CAREFUL))
                    .as("asked again")
                    .contains(2);
            instance.tick();
            assertThat(instance.running()).containsExactly(G1, G2);

            cluster.commit(G2, 0, 100);
            cluster.commit(G2, 1, 99);
            instance.runtime(G2).runs();
            instance.tick();
            assertThat(instance.manager.stores("balances"))
                    .as("one partition is one offset behind")
                    .isSameAs(instance.runtime(G1));

            cluster.commit(G2, 1, 100);
            instance.tick();
            instance.compareEqual(G1, G2);
            assertThat(instance.manager.stores("balances")).isSameAs(instance.runtime(G2));
            assertThat(instance.status("balances").generation()).isEqualTo(2);
            assertThat(instance.compared).containsExactly("balances EQUAL");
            assertThat(instance.status("balances").rebuild()).isNull();
            assertThat(instance.running()).containsExactly(G2);

            instance.tick();
            assertThat(cluster.deleted).containsExactly(G1);
            assertThat(cluster.applications).containsExactly(G2);
            assertThat(instance.disk).containsExactly(G2);
        }
    }

    @Test
    void doesNotSwitchToAGenerationThatDoesNotRun() {
        try (Instance instance = started()) {
            instance.manager.rebuild("balances", RebuildOptions.CAREFUL);
            instance.tick();
            cluster.commitAll(G2);
            instance.tick();

            assertThat(instance.status("balances").generation()).isEqualTo(1);
        }
    }

    @Test
    void tellsHowFarARebuildIs() {
        try (Instance instance = started()) {
            instance.manager.rebuild("balances", RebuildOptions.CAREFUL);
            instance.tick();
            assertThat(instance.status("balances").rebuild())
                    .isEqualTo(new RebuildStatus(2, 0, 200, 0, null, RebuildState.REPLAYING, null, null));

            instance.nanos += Duration.ofSeconds(2).toNanos();
            cluster.commit(G2, 0, 60);
            instance.tick();
            assertThat(instance.status("balances").rebuild())
                    .isEqualTo(new RebuildStatus(2, 60, 200, 30, 5L, RebuildState.REPLAYING, null, null));
        }
    }

    @Test
    void goesOnWithARebuildAfterARestart() {
        Instance before = started();
        before.manager.rebuild("balances", RebuildOptions.CAREFUL);
        before.tick();
        before.close();
        assertThat(before.running()).isEmpty();

        try (Instance after = new Instance(log.compacted(), cluster, before.disk, "balances").start()) {
            assertThat(after.running()).containsExactly(G1, G2);
            after.runtime(G2).runs();
            cluster.commitAll(G2);
            after.tick();
            after.compareEqual(G1, G2);
            after.tick();

            assertThat(after.status("balances").generation()).isEqualTo(2);
            assertThat(after.running()).containsExactly(G2);
            assertThat(cluster.deleted).containsExactly(G1);
        }
    }

    @Test
    void aCancelledRebuildLeavesNothingAndItsNumberIsNotUsedAgain() {
        try (Instance instance = started()) {
            assertThat(instance.manager.cancel("balances")).contains(false);
            instance.manager.rebuild("balances", RebuildOptions.CAREFUL);
            instance.tick();
            assertThat(instance.manager.cancel("balances")).contains(true);
            instance.tick();

            assertThat(instance.running()).containsExactly(G1);
            assertThat(instance.disk).containsExactly(G1);
            assertThat(cluster.deleted).containsExactly(G2);
            assertThat(instance.status("balances").rebuild()).isNull();
            assertThat(instance.manager.rebuild("balances", RebuildOptions.CAREFUL))
                    .contains(3);
        }
    }

    @Test
    void aRebuildRightAfterACancelledOneIsBuiltAndTheCancelledOneEnds() {
        try (Instance instance = started()) {
            instance.manager.rebuild("balances", RebuildOptions.CAREFUL);
            instance.tick();
            assertThat(instance.manager.cancel("balances")).contains(true);
            assertThat(instance.manager.rebuild("balances", RebuildOptions.CAREFUL))
                    .contains(3);
            instance.tick();

            assertThat(instance.running()).containsExactly(G1, G3);
            assertThat(instance.disk).containsExactly(G1, G3);
            assertThat(instance.runtime(G2).state()).isEqualTo(GenerationRuntime.State.CLOSED);
            assertThat(instance.runtime(G3).state()).isEqualTo(GenerationRuntime.State.STARTING);
        }
    }

    @Test
    void aFailureInARebuildIsShownAndLeavesTheServingGenerationAlone() {
        try (Instance instance = started()) {
            instance.manager.rebuild("balances", RebuildOptions.CAREFUL);
            instance.tick();
            instance.runtime(G2).fails("disk full");
            instance.tick();
            instance.tick();

            ProjectionStatus status = instance.status("balances");
            assertThat(status.state()).isEqualTo(State.RUNNING);
            RebuildStatus rebuild = Objects.requireNonNull(status.rebuild());
            assertThat(rebuild.state()).isEqualTo(RebuildState.FAILED);
            assertThat(rebuild.failure()).isEqualTo("disk full");
            assertThat(instance.manager.stores("balances")).isSameAs(instance.runtime(G1));
            assertThat(instance.running()).containsExactly(G1);
            assertThat(cluster.deleted).containsExactly(G2);

            assertThat(instance.manager.rebuild("balances", RebuildOptions.CAREFUL))
                    .contains(3);
            instance.tick();
            assertThat(instance.running()).containsExactly(G1, G3);
            assertThat(instance.manager.cancel("balances")).contains(true);
        }
    }

    @Test
    void aGenerationThatCannotBeStartedHasFailed() {
        try (Instance instance = started()) {
            instance.unstartable = G2;
            instance.manager.rebuild("balances", RebuildOptions.CAREFUL);
            instance.tick();

            RebuildStatus rebuild =
                    Objects.requireNonNull(instance.status("balances").rebuild());
            assertThat(rebuild.state()).isEqualTo(RebuildState.FAILED);
            assertThat(rebuild.failure()).contains("no disk space");
            assertThat(instance.status("balances").ready()).isTrue();
        }
    }

    @Test
    void aServingGenerationThatFailedIsShownAndARebuildReplacesIt() {
        try (Instance instance = started()) {
            instance.runtime(G1).fails("corrupt");
            ProjectionStatus status = instance.status("balances");
            assertThat(status.state()).isEqualTo(State.FAILED);
            assertThat(status.failure()).isEqualTo("corrupt");
            assertThat(status.ready()).isFalse();

            instance.manager.rebuild("balances", RebuildOptions.CAREFUL);
            instance.tick();
            instance.runtime(G2).runs();
            cluster.commitAll(G2);
            instance.tick();
            assertThat(instance.compared).containsExactly("balances NONE");
            instance.tick();
            assertThat(instance.status("balances").generation()).isEqualTo(2);
            assertThat(instance.status("balances").state()).isEqualTo(State.RUNNING);
        }
    }
}

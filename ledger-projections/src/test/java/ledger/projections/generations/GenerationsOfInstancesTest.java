package ledger.projections.generations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import ledger.projections.generations.ProjectionStatus.RebuildState;
import ledger.projections.generations.ProjectionStatus.RebuildStatus;
import org.junit.jupiter.api.Test;

/** What instances do to each other and leave to each other. */
class GenerationsOfInstancesTest {
    private static final String G1 = "ledger-balances-g1";
    private static final String G2 = "ledger-balances-g2";

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
    void deletesWhatACrashHasLeftAndNothingElse() {
        List<String> others = List.of(
                "other-balances-g1",
                "ledger-commands",
                "ledger-balances",
                "ledger-balances-g9",
                "ledger-unknown-g1",
                "ledger-balances-extra-g1");
        cluster.applications.add(G1);
        cluster.applications.addAll(others);
        Set<String> disk = new TreeSet<>(others);
        disk.add(G1);
        log.client().publish("balances", new ControlState(4, 2, 1, null, 2));

        try (Instance instance = new Instance(log, cluster, disk, "balances").start()) {
            assertThat(cluster.deleted).containsExactly(G1);
            assertThat(cluster.applications).containsAll(others).contains(G2);
            assertThat(instance.disk).containsAll(others).contains(G2).doesNotContain(G1);
        }
    }

    @Test
    void whatTheLogSaysToServeIsSwitchedToUntilItServesHere() {
        try (Instance instance = started()) {
            instance.manager.rebuild("balances", RebuildOptions.CAREFUL);
            instance.tick();
            log.client().publish("balances", new ControlState(3, 2, 1, null, 2));

            ProjectionStatus between = instance.status("balances");
            assertThat(between.generation()).isEqualTo(1);
            assertThat(between.rebuild())
                    .isEqualTo(new RebuildStatus(2, 0, 200, 0, 0L, RebuildState.SWITCHING, null, null));
            instance.tick();
            assertThat(instance.status("balances").generation()).isEqualTo(2);
            assertThat(instance.status("balances").rebuild()).isNull();
        }
    }

    @Test
    void triesAgainToDeleteWhileAGroupHasMembers() {
        try (Instance instance = started()) {
            Object slow = new Object();
            cluster.join(G1, slow);
            instance.manager.rebuild("balances", RebuildOptions.CAREFUL);
            instance.tick();
            instance.runtime(G2).runs();
            cluster.commitAll(G2);
            instance.tick();
            instance.compareEqual(G1, G2);
            instance.tick();
            assertThat(cluster.deleted).isEmpty();

            cluster.leave(G1, slow);
            instance.tick();
            assertThat(cluster.deleted).containsExactly(G1);
        }
    }

    @Test
    void twoInstancesGoThroughTheSameStates() {
        try (Instance one = started();
                Instance two = instance().start()) {
            assertThat(two.running()).containsExactly(G1);
            two.runtime(G1).runs();
            assertThat(two.manager.rebuild("balances", RebuildOptions.CAREFUL)).contains(2);
            one.tick();
            two.tick();
            assertThat(one.running()).containsExactly(G1, G2);
            assertThat(two.running()).containsExactly(G1, G2);

            two.runtime(G2).runs();
            cluster.commitAll(G2);
            two.tick();
            one.tick();
            assertThat(two.runtime(G2).instructions.held()).isTrue();
            assertThat(one.runtime(G2).instructions.held()).isTrue();
            one.runtime(G1).takes(0, 7L, null);
            one.tick();
            two.runtime(G1).takes(1, 9L, Instance.EQUAL);
            two.tick();
            one.tick();
            assertThat(two.runtime(G2).instructions.held()).isFalse();
            assertThat(one.runtime(G2).instructions.held()).isFalse();
            assertThat(one.runtime(G2).order().positions()).containsOnly(Map.entry(0, 7L), Map.entry(1, 9L));
            two.runtime(G2).takes(0, 7L, Instance.EQUAL);
            one.runtime(G2).takes(1, 9L, Instance.EQUAL);
            one.tick();
            two.tick();
            one.runtime(G1).takes(0, 7L, Instance.EQUAL);
            one.tick();
            two.tick();
            one.tick();
            assertThat(one.running()).containsExactly(G2);
            assertThat(two.running()).containsExactly(G2);
            two.tick();
            assertThat(cluster.deleted).contains(G1);
            assertThat(one.status("balances").generation()).isEqualTo(2);
        }
    }

    @Test
    void ofTwoDecisionsMadeAtATimeTheFirstInTheLogCountsAlsoAfterCompaction() {
        try (Instance one = started();
                Instance two = instance().start()) {
            one.manager.rebuild("balances", RebuildOptions.CAREFUL);
            one.tick();
            two.tick();
            two.log.holdBack(true);
            one.manager.cancel("balances");
            one.tick();
            // Decided on a state that is no longer true: the generation is deleted already.
            two.log.publish("balances", new ControlState(3, 2, 1, null, 2));
            one.tick();
            two.tick();

            assertThat(one.running()).containsExactly(G1);
            assertThat(two.running()).containsExactly(G1);
            ControlState last = log.compacted().messages().getLast().state();
            assertThat(last).isEqualTo(new ControlState(3, 1, 1, null, 2));
            int length = log.messages().size();
            one.tick();
            two.tick();
            assertThat(log.messages()).as("nothing more to say").hasSize(length);
        }
    }

    @Test
    void startingTogetherMakesOneFirstGeneration() {
        try (Instance one = instance();
                Instance two = instance()) {
            one.log.holdBack(true);
            two.start();
            one.start();

            assertThat(one.status("balances").generation()).isEqualTo(1);
            assertThat(two.status("balances").generation()).isEqualTo(1);
        }
    }
}

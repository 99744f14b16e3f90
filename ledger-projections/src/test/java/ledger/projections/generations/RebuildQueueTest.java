package ledger.projections.generations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import ledger.projections.generations.ProjectionStatus.RebuildState;
import org.junit.jupiter.api.Test;

/** Two rebuilds run at once, more wait. */
class RebuildQueueTest {
    private static final List<String> NAMES = List.of("a", "b", "c", "d");

    private final FakeControlLog log = new FakeControlLog();
    private final FakeCluster cluster = new FakeCluster();

    private Instance rebuildingAll() {
        Instance instance = new Instance(log, cluster, NAMES.toArray(String[]::new)).start();
        // Against the order of names.
        for (String name : NAMES.reversed()) {
            assertThat(instance.manager.rebuild(name, RebuildOptions.CAREFUL)).contains(2);
        }
        instance.tick();
        return instance;
    }

    private static List<RebuildState> states(Instance instance) {
        return NAMES.stream()
                .map(name ->
                        Objects.requireNonNull(instance.status(name).rebuild()).state())
                .toList();
    }

    @Test
    void theOthersWaitInOrder() {
        try (Instance instance = rebuildingAll()) {
            assertThat(states(instance))
                    .containsExactly(
                            RebuildState.QUEUED, RebuildState.QUEUED, RebuildState.REPLAYING, RebuildState.REPLAYING);
            assertThat(instance.running())
                    .contains("ledger-d-g2", "ledger-c-g2")
                    .doesNotContain("ledger-b-g2");

            instance.manager.cancel("d");
            instance.tick();
            assertThat(instance.running()).contains("ledger-b-g2").doesNotContain("ledger-a-g2");

            instance.runtime("ledger-c-g2").fails("disk full");
            instance.tick();
            instance.tick();
            assertThat(states(rebuildingAgain(instance, "d")))
                    .containsExactly(
                            RebuildState.REPLAYING, RebuildState.REPLAYING, RebuildState.FAILED, RebuildState.QUEUED);
        }
    }

    private static Instance rebuildingAgain(Instance instance, String name) {
        instance.manager.rebuild(name, RebuildOptions.CAREFUL);
        return instance;
    }

    @Test
    void oneThatWaitsIsCancelled() {
        try (Instance instance = rebuildingAll()) {
            assertThat(instance.manager.cancel("a")).contains(true);
            assertThat(instance.status("a").rebuild()).isNull();
            assertThat(instance.manager.rebuild("a", RebuildOptions.CAREFUL)).contains(3);
        }
    }

    @Test
    void theyWaitOnAfterARestart() {
        Instance before = rebuildingAll();
        before.close();
        try (Instance after =
                new Instance(log.compacted(), cluster, before.disk, NAMES.toArray(String[]::new)).start()) {
            assertThat(states(after))
                    .containsExactly(
                            RebuildState.QUEUED, RebuildState.QUEUED, RebuildState.REPLAYING, RebuildState.REPLAYING);
            after.manager.cancel("c");
            after.tick();
            assertThat(after.running()).contains("ledger-b-g2").doesNotContain("ledger-a-g2");
        }
    }
}

package ledger.projections.generations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigInteger;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import ledger.projections.ModelDigest;
import ledger.projections.Snapshots.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every decision in every state. */
class ControlStateTest {
    private static final ModelDigest ONE = new ModelDigest(BigInteger.ONE);
    private static final ModelDigest TWO = new ModelDigest(BigInteger.TWO);
    private static final RebuildOptions OPTIONS = new RebuildOptions(true, false);

    private static final Comparison HALF = Comparison.attempt(3, 1).withServing(0, new PartitionDigest(7, null));
    private static final Comparison EQUAL = Comparison.attempt(3, 1)
            .withServing(0, new PartitionDigest(7, ONE))
            .withRebuilt(0, new PartitionDigest(7, ONE));
    private static final Comparison DIFFERENT = EQUAL.withRebuilt(0, new PartitionDigest(7, TWO));

    private static final ControlState SERVING = ControlState.first(4);
    private static final ControlState QUEUED = SERVING.queued(4, OPTIONS, 9);
    private static final ControlState REPLAYING = SERVING.rebuilding(4, OPTIONS);
    private static final ControlState COMPARING = REPLAYING.compared(HALF);
    private static final ControlState UNCOMPARED = REPLAYING.uncompared("because");
    private static final ControlState FAILED = REPLAYING.failed("disk full");

    /** A state, and the decisions that may follow it. */
    record In(ControlState state, Set<String> allowed) {
        In(ControlState state, String... allowed) {
            this(state, Set.of(allowed));
        }
    }

    private static Stream<In> states() {
        return Stream.of(
                new In(SERVING, "queued", "rebuilding"),
                new In(QUEUED, "start"),
                new In(REPLAYING, "compare", "uncompared", "failed"),
                new In(COMPARING, "compare", "uncompared", "failed"),
                new In(REPLAYING.compared(EQUAL), "compare", "uncompared", "failed", "switched"),
                new In(REPLAYING.compared(DIFFERENT), "compare", "uncompared", "failed"),
                new In(UNCOMPARED, "uncompared", "failed", "switched"),
                new In(FAILED, "queued", "rebuilding"));
    }

    private static Map<String, UnaryOperator<ControlState>> decisions() {
        Map<String, UnaryOperator<ControlState>> decisions = new LinkedHashMap<>();
        decisions.put("queued", state -> state.queued(5, OPTIONS, 1));
        decisions.put("rebuilding", state -> state.rebuilding(5, OPTIONS));
        decisions.put("start", state -> state.started(5));
        decisions.put("compare", state -> state.comparing(2));
        decisions.put("uncompared", state -> state.uncompared("because"));
        decisions.put("failed", state -> state.failed("disk full"));
        decisions.put("switched", ControlState::switched);
        return decisions;
    }

    @ParameterizedTest
    @MethodSource("states")
    void onlyWhatMayFollowCanFollow(In in) {
        decisions().forEach((name, decision) -> {
            if (in.allowed.contains(name)) {
                ControlState next = decision.apply(in.state);
                assertThat(next.revision()).as(name).isEqualTo(in.state.revision() + 1);
                assertThat(next.last()).as(name).isGreaterThanOrEqualTo(in.state.last());
            } else {
                assertThatExceptionOfType(IllegalStateException.class)
                        .as(name + " in " + in)
                        .isThrownBy(() -> decision.apply(in.state));
            }
        });
        ControlState cancelled = in.state.cancelled();
        assertThat(cancelled).isEqualTo(new ControlState(in.state.revision() + 1, 1, 4, null, in.state.last()));
    }

    @ParameterizedTest
    @MethodSource("states")
    void isWrittenAndReadBack(In in) {
        assertThat(ControlRecords.state(ControlRecords.record("balances", in.state, Instant.EPOCH)))
                .isEqualTo(in.state);
    }

    @ParameterizedTest
    @MethodSource("states")
    void nothingThatRunsOrWaitsIsRetired(In in) {
        assertThat(in.state.isRetired(1)).as("serves").isFalse();
        assertThat(in.state.isRetired(2)).as("is built").isEqualTo(in.state.equals(FAILED));
        assertThat(in.state.isRetired(3)).as("news from another instance").isFalse();
        assertThat(in.state.cancelled().isRetired(2)).isEqualTo(!in.state.equals(SERVING));
    }

    @Test
    void numbersAndVersionsGoOn() {
        ControlState again = FAILED.rebuilding(5, RebuildOptions.CAREFUL);
        assertThat(Objects.requireNonNull(again.rebuild()).generation()).isEqualTo(3);
        assertThat(again.uncompared("x").switched()).isEqualTo(new ControlState(6, 3, 5, null, 3));

        Rebuild started = Objects.requireNonNull(QUEUED.started(5).rebuild());
        assertThat(started).isEqualTo(new Rebuild(2, 5, OPTIONS, new Rebuild.Replaying()));
    }

    @Test
    void theNewGenerationWaitsUntilItIsKnownWhereItIsCompared() {
        assertThat(Instructions.of(REPLAYING, 2)).isEqualTo(new Instructions(false, false, null));
        ControlState beginning = REPLAYING.comparing(1);
        assertThat(Instructions.of(beginning, 2)).isEqualTo(new Instructions(true, false, null));
        assertThat(Instructions.of(beginning, 1)).isEqualTo(new Instructions(false, false, new Order(1, null)));
        assertThat(Instructions.of(COMPARING, 2))
                .isEqualTo(new Instructions(false, false, new Order(3, Map.of(0, 7L))));
        assertThat(Instructions.of(UNCOMPARED, 2)).isEqualTo(new Instructions(false, false, null));
    }

    @Test
    void poisonIsRefusedWhileReplayingUnlessAskedFor() {
        ControlState careful = SERVING.rebuilding(4, RebuildOptions.CAREFUL);
        assertThat(Instructions.of(careful, 2).refusesPoison()).isTrue();
        assertThat(Instructions.of(careful, 1).refusesPoison()).as("serves").isFalse();
        assertThat(Instructions.of(careful.comparing(1), 2).refusesPoison()).isFalse();
        assertThat(Instructions.of(REPLAYING, 2).refusesPoison()).isFalse();
    }

    @Test
    void differencesNameThePartitionThePositionAndBothDigests() {
        assertThat(EQUAL.differences()).isEmpty();
        assertThat(DIFFERENT.differences())
                .containsExactly("partition 0 at offset 7: " + ONE + " serves, " + TWO + " was rebuilt");
    }
}

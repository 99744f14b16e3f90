package ledger.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import ledger.api.server.RegisteredProjections;
import ledger.language.AccountChange;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every projection of the application keeps the contract, and the contract finds those that do not. */
class ProjectionContractTest {
    static Stream<Arguments> registered() {
        return RegisteredProjections.all().all().stream()
                .flatMap(projection -> Arrays.stream(ProjectionContract.values())
                        .map(promise -> Arguments.of(Named.of(projection.name(), projection), promise)));
    }

    @ParameterizedTest
    @MethodSource("registered")
    void isKept(Projection projection, ProjectionContract promise) {
        promise.check(projection);
    }

    @ParameterizedTest
    @EnumSource
    void isKeptByTheSoundOne(ProjectionContract promise) {
        assertThatCode(() -> promise.check(BrokenProjections.sound())).doesNotThrowAnyException();
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                Arguments.of(BrokenProjections.doesNothing(), ProjectionContract.KEEPS_WHAT_HAPPENED),
                Arguments.of(BrokenProjections.doesNothing(), ProjectionContract.TELLS_A_CENT),
                Arguments.of(BrokenProjections.doesNothing(), ProjectionContract.SAYS_WHAT_IS_MISSING),
                Arguments.of(BrokenProjections.hasNoGate(), ProjectionContract.FOLDS_AN_EVENT_ONCE),
                Arguments.of(BrokenProjections.tellsNoGaps(), ProjectionContract.SAYS_WHAT_IS_MISSING),
                Arguments.of(BrokenProjections.keepsNoMoney(), ProjectionContract.TELLS_A_CENT),
                Arguments.of(BrokenProjections.asksTheClock(), ProjectionContract.IS_REBUILT_EQUAL),
                Arguments.of(BrokenProjections.remembersOutsideItsStores(), ProjectionContract.KEEPS_ALL_IN_ITS_STORES),
                Arguments.of(BrokenProjections.dependsOnTheNeighbours(), ProjectionContract.FOLLOWS_FROM_EACH_ACCOUNT));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void findsTheBroken(Projection projection, ProjectionContract promise) {
        assertThatThrownBy(() -> promise.check(projection)).isInstanceOf(AssertionError.class);
    }

    @Test
    void isTriedOnEventsOfEveryKind() {
        Set<Class<?>> kinds = ProjectionContract.history().stream()
                .map(event -> event.change().getClass())
                .collect(Collectors.toSet());
        assertThat(AccountChange.class.getPermittedSubclasses()).isSubsetOf(kinds);
    }
}

package ledger.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import ledger.api.server.RegisteredProjections;
import ledger.language.AccountChange;
import ledger.projections.writebehind.EncodedRows;
import ledger.serde.CanonicalAvro;
import ledger.serde.CanonicalForm;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.state.KeyValueStore;
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

    static Stream<Arguments> stores() {
        return RegisteredProjections.all().all().stream()
                .flatMap(projection -> projection.stores().stream()
                        .map(store ->
                                Arguments.of(Named.of(projection.name(), projection), Named.of(store.name(), store))));
    }

    /** What the comparison of generations relies on: it does not decode what it compares. */
    @ParameterizedTest
    @MethodSource("stores")
    <K, V extends SpecificRecord> void valuesAreStoredInTheirCanonicalForm(
            Projection projection, ProjectionStore<K, V> store) {
        CanonicalForm<V> form = store.values().canonicalForm(store.name());
        CanonicalAvro avro = new CanonicalAvro();
        try (ProjectionDriver driver = new ProjectionDriver(projection)) {
            driver.fold(ProjectionContract.history().stream());
            KeyValueStore<K, V> rows = driver.writable(store);
            try (var values = rows.all();
                    var encoded = EncodedRows.of(rows, store.name(), store.keys(), store.values())) {
                assertThat(encoded).isNotInstanceOf(EncodedRows.class);
                assertThat(values).hasNext();
                while (values.hasNext()) {
                    assertThat(form.of(encoded.next().value))
                            .isEqualTo(ByteBuffer.wrap(avro.bytes(values.next().value)));
                }
                assertThat(encoded).isExhausted();
            }
        }
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

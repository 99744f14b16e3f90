package ledger.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompatibilityLevelTest {
    private static final Schema A =
            SchemaBuilder.record("R").fields().requiredInt("a").endRecord();
    /** Reads A, but A with its default is needed for it to be read by it. */
    private static final Schema A_WITH_B =
            SchemaBuilder.record("R").fields().requiredInt("a").requiredInt("b").endRecord();

    private static final Schema A_WITH_OPTIONAL_B =
            SchemaBuilder.record("R").fields().requiredInt("a").optionalInt("b").endRecord();
    private static final Schema EMPTY = SchemaBuilder.record("R").fields().endRecord();
    private static final Schema A_AS_TEXT =
            SchemaBuilder.record("R").fields().requiredString("a").endRecord();

    /** Candidates against the history EMPTY, A: the transitive levels see both, the others A alone. */
    @ParameterizedTest
    @CsvSource({
        "NONE,                true,  true,  true,  true",
        "BACKWARD,            false, true,  true,  false",
        "BACKWARD_TRANSITIVE, false, false, true,  false",
        "FORWARD,             true,  true,  false, false",
        "FORWARD_TRANSITIVE,  true,  true,  false, false",
        "FULL,                false, true,  false, false",
        "FULL_TRANSITIVE,     false, false, false, false",
    })
    void levelsAllowWhatTheirNamesSay(
            CompatibilityLevel level, boolean addedRequired, boolean same, boolean removed, boolean retyped) {
        List<Schema> history = List.of(EMPTY, A);

        assertThat(level.violations(A_WITH_B, history).isEmpty())
                .as("field added")
                .isEqualTo(addedRequired);
        assertThat(level.violations(A, history).isEmpty()).as("unchanged").isEqualTo(same);
        assertThat(level.violations(EMPTY, history).isEmpty())
                .as("field removed")
                .isEqualTo(removed);
        assertThat(level.violations(A_AS_TEXT, history).isEmpty())
                .as("type changed")
                .isEqualTo(retyped);
    }

    @ParameterizedTest
    @CsvSource({"BACKWARD", "BACKWARD_TRANSITIVE", "FORWARD", "FORWARD_TRANSITIVE", "FULL", "FULL_TRANSITIVE"})
    void aFieldWithADefaultMayBeAdded(CompatibilityLevel level) {
        assertThat(level.violations(A_WITH_OPTIONAL_B, List.of(A))).isEmpty();
    }

    @Test
    void aReasonNamesThePlaceAndTheDirection() {
        assertThat(CompatibilityLevel.FORWARD.violations(EMPTY, List.of(A)))
                .singleElement()
                .asString()
                .contains("READER_FIELD_MISSING_DEFAULT_VALUE", "/fields/0", "the earlier schema cannot read");
    }

    @Test
    void levelsAreReadInAnyCaseAndOthersRefused() {
        assertThat(CompatibilityLevel.of("full_transitive")).isEqualTo(CompatibilityLevel.FULL_TRANSITIVE);
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> CompatibilityLevel.of("SIDEWAYS"))
                .isInstanceOf(SchemaRegistryException.class)
                .hasMessageContaining("SIDEWAYS")
                .hasMessageContaining("FULL_TRANSITIVE");
    }
}

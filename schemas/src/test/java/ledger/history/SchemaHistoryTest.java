package ledger.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import ledger.records.AccountBalance;
import ledger.records.AccountEvent;
import ledger.records.Command;
import ledger.records.CommandOutcome;
import ledger.records.ProjectionControl;
import ledger.records.ShardMessage;
import ledger.registry.CompatibilityLevel;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The schemas of the build against those that were released. With the system property {@code schema.history} it changes
 * the history first: {@code add} appends what is new, with its {@link GoldenRecords}, {@code restart} makes the present
 * schemas version 1.
 */
class SchemaHistoryTest {
    static final String ADD_COMMAND = "mvn -pl schemas test -Dtest=SchemaHistoryTest -Dschema.history=add";

    private static final Path HISTORY = Path.of("src", "history");

    /** The log is kept for ever and read by old and new programs; the others are read by newer programs only. */
    private static final List<Subject> SUBJECTS = List.of(
            new Subject(
                    "ledger.accounts.commands.v1-value",
                    Command.getClassSchema(),
                    CompatibilityLevel.BACKWARD_TRANSITIVE),
            new Subject(
                    "ledger.accounts.events.v1-value",
                    AccountEvent.getClassSchema(),
                    CompatibilityLevel.FULL_TRANSITIVE),
            new Subject(
                    "ledger.shards.messages.v1-value",
                    ShardMessage.getClassSchema(),
                    CompatibilityLevel.BACKWARD_TRANSITIVE),
            new Subject(
                    "ledger.commands.outcomes.v1-value",
                    CommandOutcome.getClassSchema(),
                    CompatibilityLevel.BACKWARD_TRANSITIVE),
            new Subject(
                    "ledger.accounts.balances.v1-value",
                    AccountBalance.getClassSchema(),
                    CompatibilityLevel.BACKWARD_TRANSITIVE),
            new Subject(
                    "ledger.projections.control.v1-value",
                    ProjectionControl.getClassSchema(),
                    CompatibilityLevel.BACKWARD_TRANSITIVE));

    private static final Schema V1 =
            SchemaBuilder.record("R").fields().requiredString("a").endRecord();
    private static final Schema COMPATIBLE = SchemaBuilder.record("R")
            .fields()
            .requiredString("a")
            .optionalString("b")
            .endRecord();
    private static final Schema INCOMPATIBLE =
            SchemaBuilder.record("R").fields().requiredInt("a").endRecord();

    @TempDir
    private Path scratch;

    private record Subject(String name, Schema present, CompatibilityLevel level) {}

    static List<String> subjects() {
        return SUBJECTS.stream().map(Subject::name).toList();
    }

    @Test
    void thePresentSchemasAreReleasedAndCompatibleWithAllThatWere() throws IOException {
        SchemaHistory history = new SchemaHistory(HISTORY);
        List<String> problems = new ArrayList<>();
        for (Subject subject : SUBJECTS) {
            switch (System.getProperty("schema.history", "check")) {
                case "add" -> history.add(subject.name(), subject.present(), subject.level());
                case "restart" -> history.restart(subject.name(), subject.present());
                case "check" -> {}
                default -> throw new IllegalArgumentException("schema.history must be add, restart or check");
            }
            problems.addAll(history.problems(subject.name(), subject.present(), subject.level()));
            if (!System.getProperty("schema.history", "check").equals("check")) {
                new GoldenRecords(HISTORY, subject.name()).add();
            }
        }
        assertThat(problems).isEmpty();
    }

    @Test
    void aSchemaThatIsNotInTheHistoryIsFoundAndTheMessageSaysHowToAddIt() throws IOException {
        SchemaHistory history = new SchemaHistory(scratch);

        assertThat(history.problems("s", V1, CompatibilityLevel.FULL_TRANSITIVE))
                .singleElement()
                .asString()
                .contains("s: ", "not the last version", ADD_COMMAND);

        history.add("s", V1, CompatibilityLevel.FULL_TRANSITIVE);
        assertThat(history.problems("s", V1, CompatibilityLevel.FULL_TRANSITIVE))
                .isEmpty();
        history.add("s", COMPATIBLE, CompatibilityLevel.FULL_TRANSITIVE);
        history.add("s", COMPATIBLE, CompatibilityLevel.FULL_TRANSITIVE);
        assertThat(history.versions("s")).containsExactly(V1, COMPATIBLE);
        assertThat(history.problems("s", V1, CompatibilityLevel.FULL_TRANSITIVE))
                .as("an older version is not the last")
                .hasSize(1);
    }

    @Test
    void anIncompatibleSchemaIsCaughtAndNotAdded() throws IOException {
        SchemaHistory history = new SchemaHistory(scratch);
        history.add("s", V1, CompatibilityLevel.FULL_TRANSITIVE);
        history.add("s", COMPATIBLE, CompatibilityLevel.FULL_TRANSITIVE);

        assertThat(history.problems("s", INCOMPATIBLE, CompatibilityLevel.FULL_TRANSITIVE))
                .anyMatch(problem -> problem.contains("must be FULL_TRANSITIVE") && problem.contains("TYPE_MISMATCH"));
        assertThat(history.problems("s", INCOMPATIBLE, CompatibilityLevel.BACKWARD_TRANSITIVE))
                .anyMatch(problem -> problem.contains("must be BACKWARD_TRANSITIVE"));
        assertThatThrownBy(() -> history.add("s", INCOMPATIBLE, CompatibilityLevel.FULL_TRANSITIVE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("TYPE_MISMATCH");
        assertThat(history.versions("s")).hasSize(2);
    }

    @Test
    void theEventsOfTheBuildMayNotLoseAFieldThatOldReadersNeed() throws IOException {
        SchemaHistory history = new SchemaHistory(scratch);
        history.add("events", AccountEvent.getClassSchema(), CompatibilityLevel.FULL_TRANSITIVE);
        Schema present = AccountEvent.getClassSchema();
        Schema without = Schema.createRecord(
                present.getName(),
                present.getDoc(),
                present.getNamespace(),
                false,
                present.getFields().stream()
                        .filter(field -> !field.name().equals("balanceMinor"))
                        .map(field -> new Schema.Field(field, field.schema()))
                        .toList());

        assertThat(history.problems("events", without, CompatibilityLevel.FULL_TRANSITIVE))
                .anyMatch(problem -> problem.contains("balanceMinor"));
    }

    @Test
    void restartingMakesThePresentSchemaTheFirst() throws IOException {
        SchemaHistory history = new SchemaHistory(scratch);
        history.add("s", V1, CompatibilityLevel.FULL_TRANSITIVE);
        history.add("s", COMPATIBLE, CompatibilityLevel.FULL_TRANSITIVE);

        history.restart("s", INCOMPATIBLE);

        assertThat(history.versions("s")).containsExactly(INCOMPATIBLE);
    }
}

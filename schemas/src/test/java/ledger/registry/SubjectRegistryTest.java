package ledger.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SubjectRegistryTest {
    private static final String V1 = schema("{\"name\":\"a\",\"type\":\"int\"}");
    private static final String WITH_DEFAULT =
            schema("{\"name\":\"a\",\"type\":\"int\"},{\"name\":\"b\",\"type\":\"int\",\"default\":0}");
    private static final String WITHOUT_DEFAULT =
            schema("{\"name\":\"a\",\"type\":\"int\"},{\"name\":\"b\",\"type\":\"int\"}");

    private final InMemorySchemaLog log = new InMemorySchemaLog();
    private final SubjectRegistry registry = new SubjectRegistry(log);

    private static String schema(String fields) {
        return "{\"type\":\"record\",\"name\":\"R\",\"fields\":[" + fields + "]}";
    }

    @Test
    void theSameSchemaHasTheSameIdInAllSubjectsAndIsWrittenOnce() {
        assertThat(registry.register("s", V1)).isEqualTo(1);
        assertThat(registry.register("t", V1)).isEqualTo(1);
        assertThat(registry.register("s", " " + V1.replace(",", " , "))).isEqualTo(1);
        assertThat(registry.register("s", WITH_DEFAULT)).isEqualTo(2);

        assertThat(registry.versions("s", false)).containsExactly(1, 2);
        assertThat(registry.subjects(false)).containsExactly("s", "t");
        assertThat(registry.version("s", SubjectRegistry.LATEST, false).version())
                .isEqualTo(2);
        assertThat(registry.usesOf(1, false))
                .extracting(SubjectVersion::subject)
                .containsExactly("s", "t");
        assertThat(log.records()).hasSize(3);
    }

    @Test
    void recordsHaveTheFormatOfConfluentsTopic() {
        registry.register("s", "\"int\"");
        registry.setLevel(null, CompatibilityLevel.NONE);
        registry.setLevel("s", CompatibilityLevel.FULL);
        registry.deleteSubject("s", false);
        registry.deleteSubject("s", true);

        assertThat(log.records())
                .containsExactly(
                        new SchemaLogRecord(
                                "{\"keytype\":\"SCHEMA\",\"subject\":\"s\",\"version\":1,\"magic\":1}",
                                "{\"subject\":\"s\",\"version\":1,\"id\":1,\"schema\":\"\\\"int\\\"\",\"deleted\":false}"),
                        new SchemaLogRecord(
                                "{\"keytype\":\"CONFIG\",\"subject\":null,\"magic\":0}",
                                "{\"compatibilityLevel\":\"NONE\"}"),
                        new SchemaLogRecord(
                                "{\"keytype\":\"CONFIG\",\"subject\":\"s\",\"magic\":0}",
                                "{\"compatibilityLevel\":\"FULL\"}"),
                        new SchemaLogRecord(
                                "{\"keytype\":\"DELETE_SUBJECT\",\"subject\":\"s\",\"magic\":0}",
                                "{\"subject\":\"s\",\"version\":1}"),
                        new SchemaLogRecord("{\"keytype\":\"CONFIG\",\"subject\":\"s\",\"magic\":0}", null),
                        new SchemaLogRecord("{\"keytype\":\"NOOP\",\"magic\":0}", "{\"highestId\":1}"),
                        new SchemaLogRecord(
                                "{\"keytype\":\"SCHEMA\",\"subject\":\"s\",\"version\":1,\"magic\":1}", null));
    }

    @Test
    void backwardIsTheDefaultLevelAndARefusedSchemaLeavesNothingBehind() {
        registry.register("s", V1);

        assertThat(registry.globalLevel()).isEqualTo(CompatibilityLevel.BACKWARD);
        refused(409, 409, () -> registry.register("s", WITHOUT_DEFAULT))
                .hasMessageContaining("READER_FIELD_MISSING_DEFAULT_VALUE")
                .hasMessageContaining("level BACKWARD");
        assertThat(registry.versions("s", false)).containsExactly(1);
        assertThat(log.records()).hasSize(1);
    }

    @Test
    void aSubjectsOwnLevelOverridesTheGlobalOne() {
        registry.register("s", V1);
        registry.setLevel("s", CompatibilityLevel.FORWARD);

        assertThat(registry.register("s", WITHOUT_DEFAULT)).isEqualTo(2);
        assertThat(registry.effectiveLevel("t")).isEqualTo(CompatibilityLevel.BACKWARD);
        refused(404, 40408, () -> registry.level("t"));
        assertThat(registry.deleteLevel("s")).isEqualTo(CompatibilityLevel.FORWARD);
        refused(404, 40401, () -> registry.deleteLevel("s"));
    }

    @Test
    void aDeletedVersionIsHiddenButItsIdIsStillAnswered() {
        registry.register("s", V1);
        registry.register("s", WITH_DEFAULT);

        refused(404, 40407, () -> registry.deleteVersion("s", 1, true));
        assertThat(registry.deleteVersion("s", 1, false)).isEqualTo(1);
        refused(404, 40406, () -> registry.deleteVersion("s", 1, false));

        assertThat(registry.versions("s", false)).containsExactly(2);
        assertThat(registry.versions("s", true)).containsExactly(1, 2);
        refused(404, 40402, () -> registry.version("s", 1, false));
        refused(404, 40403, () -> registry.lookup("s", V1, false));
        assertThat(registry.lookup("s", V1, true).deleted()).isTrue();
        assertThat(registry.schemaById(1)).contains("\"R\"");

        assertThat(registry.deleteVersion("s", 1, true)).isEqualTo(1);
        refused(404, 40403, () -> registry.schemaById(1));
    }

    @Test
    void aSubjectIsDeletedSoftlyThenPermanently() {
        registry.register("s", V1);
        registry.register("s", WITH_DEFAULT);

        refused(404, 40401, () -> registry.deleteSubject("unknown", false));
        refused(404, 40405, () -> registry.deleteSubject("s", true));
        assertThat(registry.deleteSubject("s", false)).containsExactly(1, 2);
        refused(404, 40404, () -> registry.deleteSubject("s", false));
        refused(404, 40401, () -> registry.versions("s", false));
        assertThat(registry.subjects(true)).containsExactly("s");
        assertThat(registry.deleteSubject("s", true)).containsExactly(1, 2);
        assertThat(registry.subjects(true)).isEmpty();
    }

    @Test
    void aSchemaRegisteredAgainAfterSoftDeletionKeepsItsIdUnderANewVersion() {
        registry.register("s", V1);
        registry.deleteSubject("s", false);

        assertThat(registry.register("s", V1)).isEqualTo(1);
        assertThat(registry.versions("s", true)).containsExactly(2);
    }

    @Test
    void anIdIsNeverGivenTwiceEvenWhenThePermanentlyDeletedOneIsCompactedAway() {
        registry.register("s", V1);
        registry.register("s", WITH_DEFAULT);
        registry.deleteVersion("s", 2, false);
        registry.deleteVersion("s", 2, true);

        Map<String, SchemaLogRecord> lastOfKey = new LinkedHashMap<>();
        for (SchemaLogRecord next : log.records()) {
            lastOfKey.remove(next.key());
            if (next.value() != null) {
                lastOfKey.put(next.key(), next);
            }
        }
        InMemorySchemaLog compacted = new InMemorySchemaLog();
        compacted.write(() -> new SchemaLog.Write<>("", List.copyOf(lastOfKey.values())));
        assertThat(compacted.records()).hasSize(2);
        assertThat(new SubjectRegistry(compacted).register("t", "\"string\"")).isEqualTo(3);
    }

    @Test
    void aRestartReplaysTheSameState() {
        registry.register("s", V1);
        registry.register("s", WITH_DEFAULT);
        registry.register("gone", V1);
        registry.deleteSubject("gone", false);
        registry.deleteVersion("s", 1, false);
        registry.setLevel(null, CompatibilityLevel.FULL);
        registry.setLevel("s", CompatibilityLevel.NONE);

        SubjectRegistry again = new SubjectRegistry(log);

        assertThat(again.subjects(true)).isEqualTo(registry.subjects(true)).containsExactly("gone", "s");
        assertThat(again.subjects(false)).containsExactly("s");
        assertThat(again.versions("s", true)).containsExactly(1, 2);
        assertThat(again.version("s", 1, true).deleted()).isTrue();
        assertThat(again.usesOf(1, true)).hasSameElementsAs(registry.usesOf(1, true));
        assertThat(again.globalLevel()).isEqualTo(CompatibilityLevel.FULL);
        assertThat(again.level("s")).isEqualTo(CompatibilityLevel.NONE);
        assertThat(again.register("t", "\"string\"")).isEqualTo(3);
    }

    @Test
    void anIdThatAnotherInstanceGaveJustNowIsFound() {
        SubjectRegistry behind = new SubjectRegistry(new LateLog(log));
        registry.register("s", V1);

        assertThat(behind.subjects(false)).isEmpty();
        assertThat(behind.schemaById(1)).contains("\"R\"");
        refused(404, 40403, () -> behind.schemaById(2));
    }

    /** Folds what others wrote only when it is made to catch up. */
    private static final class LateLog implements SchemaLog {
        private final InMemorySchemaLog written;
        private Consumer<SchemaLogRecord> fold = next -> {};

        LateLog(InMemorySchemaLog written) {
            this.written = written;
        }

        @Override
        public void replay(Consumer<SchemaLogRecord> newFold) {
            fold = newFold;
        }

        @Override
        public <R> R write(Supplier<Write<R>> decision) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void catchUp() {
            written.records().forEach(fold);
        }

        @Override
        public void close() {}
    }

    @Test
    void recordsThatCannotBeUnderstoodAreSkipped() {
        log.write(
                () -> new SchemaLog.Write<>(
                        "",
                        List.of(
                                new SchemaLogRecord("not json", "{}"),
                                new SchemaLogRecord("{\"keytype\":\"CONTEXT\",\"magic\":0}", "{}"),
                                new SchemaLogRecord(
                                        "{\"keytype\":\"CONFIG\",\"subject\":null,\"magic\":0}",
                                        "{\"compatibilityLevel\":\"SIDEWAYS\"}"),
                                new SchemaLogRecord(
                                        "{\"keytype\":\"SCHEMA\",\"subject\":\"p\",\"version\":1,\"magic\":1}",
                                        "{\"subject\":\"p\",\"version\":1,\"id\":7,\"schemaType\":\"PROTOBUF\",\"schema\":\"x\"}"))));

        assertThat(registry.subjects(true)).isEmpty();
        assertThat(registry.globalLevel()).isEqualTo(CompatibilityLevel.BACKWARD);
        assertThat(registry.register("s", V1))
                .as("ids of other types are taken")
                .isEqualTo(8);
    }

    @Test
    void whatIsNotASchemaIsRefused() {
        refused(422, 42201, () -> registry.register("s", "{\"type\":\"recrod\"}"));
        refused(422, 42201, () -> registry.register("s", "  "));
        refused(
                422,
                42201,
                () -> registry.register("s", schema("{\"name\":\"a\",\"type\":\"int\",\"default\":\"x\"}")));
        refused(422, 42208, () -> registry.register(" ", V1));
        assertThat(log.records()).isEmpty();
    }

    @Test
    void versionsAreNumbersFromOneOrLatest() {
        assertThat(SubjectRegistry.parseVersion("7")).isEqualTo(7);
        assertThat(SubjectRegistry.parseVersion("latest")).isEqualTo(SubjectRegistry.LATEST);
        for (String bad : List.of("0", "-2", "x", "2147483648", "")) {
            refused(422, 42202, () -> SubjectRegistry.parseVersion(bad)).hasMessageContaining("'" + bad + "'");
        }
    }

    @Test
    void compatibilityIsAskedAgainstOneVersionOrAsARegistrationWould() {
        registry.register("s", V1);

        assertThat(registry.incompatibilities("s", 1, WITH_DEFAULT)).isEmpty();
        assertThat(registry.incompatibilities("s", SubjectRegistry.LATEST, WITHOUT_DEFAULT))
                .hasSize(1);
        assertThat(registry.incompatibilities("s", null, WITHOUT_DEFAULT)).hasSize(1);
        assertThat(registry.incompatibilities("unknown", null, WITHOUT_DEFAULT)).isEmpty();
        assertThat(registry.incompatibilities("unknown", SubjectRegistry.LATEST, V1))
                .isEmpty();
        refused(404, 40402, () -> registry.incompatibilities("unknown", 1, V1));
        refused(404, 40402, () -> registry.incompatibilities("s", 9, V1));
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> refused(
            int status, int code, ThrowingCallable call) {
        return assertThatThrownBy(call).isInstanceOfSatisfying(SchemaRegistryException.class, e -> {
            assertThat(e.errorCode()).isEqualTo(code);
            assertThat(e.httpStatus()).isEqualTo(status);
        });
    }
}

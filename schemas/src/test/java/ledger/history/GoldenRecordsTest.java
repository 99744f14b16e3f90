package ledger.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import ledger.history.GoldenRecords.Golden;
import ledger.topics.Topics;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The code of today reads records of every version that was ever released, and programs of every version each other's. */
class GoldenRecordsTest {
    private static final Path HISTORY = Path.of("src", "history");
    private static final String EVENTS = Topics.EVENTS + "-value";

    static List<String> subjects() {
        return SchemaHistoryTest.subjects();
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void everyVersionHasRecordsOfEveryKind(String subject) throws IOException {
        GoldenRecords golden = new GoldenRecords(HISTORY, subject);
        assertThat(golden.versions()).isNotEmpty();
        for (int version = 1; version <= golden.versions().size(); version++) {
            Schema schema = golden.versions().get(version - 1);
            assertThat(kinds(golden, version))
                    .as(
                            "kinds of records of version %d of %s; write them with: %s",
                            version, subject, SchemaHistoryTest.ADD_COMMAND)
                    .containsExactlyInAnyOrderElementsOf(branches(schema));
        }
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void todaysCodeReadsTheRecordsOfEveryVersion(String subject) throws IOException {
        GoldenRecords golden = new GoldenRecords(HISTORY, subject);
        for (int version = 1; version <= golden.versions().size(); version++) {
            for (Golden record : golden.of(version)) {
                assertThat(Meaning.differences(record.meaning(), golden.read(record.wire()), true))
                        .as("%s of version %d of %s", record.name(), version, subject)
                        .isEmpty();
            }
        }
    }

    @Test
    void programsOfAllVersionsReadEachOthersEvents() throws IOException {
        GoldenRecords golden = new GoldenRecords(HISTORY, EVENTS);
        int versions = golden.versions().size();
        for (int writer = 1; writer <= versions; writer++) {
            for (Golden record : golden.of(writer)) {
                JsonNode written = Meaning.of(golden.read(record.wire(), writer, writer));
                for (int reader = 1; reader <= versions; reader++) {
                    JsonNode read = Meaning.of(golden.read(record.wire(), writer, reader));
                    assertThat(Meaning.differences(written, read, false))
                            .as("%s of version %d, read with version %d", record.name(), writer, reader)
                            .isEmpty();
                }
            }
        }
    }

    @Test
    void anUpdateOfTheFirstVersionDoesNotTellTheFormerLimits() throws IOException {
        GoldenRecords golden = new GoldenRecords(HISTORY, EVENTS);
        JsonNode first = golden.read(named(golden, 1, "AccountUpdated")).path("change");
        JsonNode second = golden.read(named(golden, 2, "AccountUpdated")).path("change");

        assertThat(first.path("formerLimits").isNull()).isTrue();
        assertThat(second.path("formerLimits").path("overdraft").isNull()).isTrue();
        assertThat(second.path("formerLimits").path("maxBalance").intValue()).isEqualTo(9);
        assertThat(Meaning.differences(first, second, false))
                .singleElement()
                .asString()
                .startsWith("/formerLimits");
    }

    @Test
    void aDeprecatedFieldIsStillWrittenForProgramsOfTheFirstVersion() throws IOException {
        GoldenRecords golden = new GoldenRecords(HISTORY, EVENTS);
        Schema.Field eventId = golden.versions().getLast().getField("eventId");

        assertThat(eventId.getObjectProp("deprecated")).isEqualTo(true);
        assertThat(golden.read(named(golden, 2, "AccountUpdated"), 2, 1).get("eventId"))
                .hasToString("{acme}:alice@7");
    }

    private static byte[] named(GoldenRecords golden, int version, String name) throws IOException {
        return golden.of(version).stream()
                .filter(record -> record.name().equals(name))
                .findFirst()
                .orElseThrow()
                .wire();
    }

    @Test
    void aRecordThatMeansSomethingElseIsFound() throws IOException {
        GoldenRecords golden = new GoldenRecords(HISTORY, EVENTS);
        Golden record = golden.of(1).getFirst();
        byte[] other = record.wire().clone();
        // The first letter of the event's id, and of the account's: 5 of the header, then a length before each.
        other[6]--;
        other[6 + "{acme}:alice@7".length() + 1]--;

        assertThat(Meaning.differences(record.meaning(), golden.read(other), true))
                .singleElement()
                .asString()
                .startsWith("/accountId is \"zacme}:alice\"");
        assertThat(Meaning.differences(
                        Meaning.parse("{\"a\":[1,{\"b\":2}],\"c\":3}"), Meaning.parse("{\"a\":[1,{}]}"), true))
                .containsExactly("/a/1/b is missing, was 2", "/c is missing, was 3");
    }

    /** The names of the records that stand in the unions of a schema's own fields. */
    private static Set<String> branches(Schema schema) {
        Set<String> names = new TreeSet<>();
        for (Schema.Field field : kindFields(schema)) {
            field.schema().getTypes().forEach(branch -> names.add(branch.getName()));
        }
        if (names.isEmpty()) {
            names.add(schema.getName());
        }
        return names;
    }

    private static Set<String> kinds(GoldenRecords golden, int version) throws IOException {
        Set<String> names = new TreeSet<>();
        for (Golden record : golden.of(version)) {
            GenericRecord read = golden.read(record.wire(), version, version);
            for (Schema.Field field : kindFields(read.getSchema())) {
                names.add(((GenericRecord) read.get(field.pos())).getSchema().getName());
            }
            if (kindFields(read.getSchema()).isEmpty()) {
                names.add(read.getSchema().getName());
            }
        }
        return names;
    }

    private static List<Schema.Field> kindFields(Schema schema) {
        List<Schema.Field> fields = new ArrayList<>();
        for (Schema.Field field : schema.getFields()) {
            if (field.schema().isUnion()
                    && field.schema().getTypes().stream().allMatch(branch -> branch.getType() == Schema.Type.RECORD)) {
                fields.add(field);
            }
        }
        return fields;
    }
}

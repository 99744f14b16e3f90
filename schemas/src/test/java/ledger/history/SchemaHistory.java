package ledger.history;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import ledger.registry.CompatibilityLevel;
import ledger.registry.PortableSchemas;
import ledger.registry.RegistryJson;
import org.apache.avro.Schema;

/**
 * Every released version of every subject: {@code <directory>/<subject>/<n>.avsc}, n from 1, each a self-contained schema
 * without Java's properties. Beside each stand its {@link GoldenRecords}.
 */
final class SchemaHistory {
    private final Path directory;

    SchemaHistory(Path directory) {
        this.directory = directory;
    }

    /** The versions of a subject, oldest first; empty where it has none. */
    List<Schema> versions(String subject) throws IOException {
        List<Schema> versions = new ArrayList<>();
        for (Path next = file(subject, 1); Files.exists(next); next = file(subject, versions.size() + 1)) {
            versions.add(new Schema.Parser().parse(Files.readString(next)));
        }
        return versions;
    }

    /** What stands against releasing the present schema; empty when it is released already and compatible. */
    List<String> problems(String subject, Schema present, CompatibilityLevel level) throws IOException {
        Schema portable = PortableSchemas.of(present);
        List<Schema> versions = versions(subject);
        List<String> problems = new ArrayList<>();
        for (String reason : level.violations(portable, versions)) {
            problems.add(subject + " must be " + level + " with its history: " + reason);
        }
        if (versions.isEmpty() || !versions.getLast().equals(portable)) {
            problems.add(subject + ": the present schema is not the last version of the history (there are "
                    + versions.size() + "). If the change is meant, add it with: " + SchemaHistoryTest.ADD_COMMAND);
        }
        return problems;
    }

    /** Adds the present schema as the next version where it is not the last one already. */
    void add(String subject, Schema present, CompatibilityLevel level) throws IOException {
        List<Schema> versions = versions(subject);
        Schema portable = PortableSchemas.of(present);
        if (!versions.isEmpty() && versions.getLast().equals(portable)) {
            return;
        }
        List<String> reasons = level.violations(portable, versions);
        if (!reasons.isEmpty()) {
            throw new IllegalStateException(subject + " must be " + level + " with its history: " + reasons);
        }
        write(file(subject, versions.size() + 1), portable);
    }

    /** Forgets all versions of a subject and makes the present schema its first. Before the first release only. */
    void restart(String subject, Schema present) throws IOException {
        for (int version = versions(subject).size(); version >= 1; version--) {
            Files.delete(file(subject, version));
            Files.deleteIfExists(directory.resolve(subject).resolve(version + ".records.json"));
        }
        write(file(subject, 1), PortableSchemas.of(present));
    }

    private Path file(String subject, int version) {
        return directory.resolve(subject).resolve(version + ".avsc");
    }

    private static void write(Path file, Schema schema) throws IOException {
        Files.createDirectories(file.getParent());
        JsonNode json = RegistryJson.MAPPER.readTree(schema.toString());
        Files.writeString(
                file, RegistryJson.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
    }
}

package ledger.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The fold of a registry's log. A record that it cannot understand is logged and skipped: a topic that another
 * registry wrote may hold types that this one does not have.
 */
final class RegistryState {
    private static final Logger LOG = LoggerFactory.getLogger(RegistryState.class);

    private final NavigableMap<String, NavigableMap<Integer, SubjectVersion>> subjects = new TreeMap<>();
    private final Map<Integer, List<SubjectVersion>> usesById = new HashMap<>();
    private final Map<String, Integer> idBySchema = new HashMap<>();
    private final Map<String, CompatibilityLevel> levels = new HashMap<>();
    private @Nullable CompatibilityLevel globalLevel;
    private int highestId;

    synchronized void apply(SchemaLogRecord next) {
        try {
            JsonNode key = SchemaLogFormat.parse(next.key());
            JsonNode value = next.value() == null ? null : SchemaLogFormat.parse(next.value());
            switch (key.path("keytype").asText()) {
                case "SCHEMA" -> applySchema(key, value);
                case "DELETE_SUBJECT" -> applySoftDelete(value);
                case "CONFIG" -> applyLevel(key, value);
                case "NOOP" ->
                    highestId = Math.max(
                            highestId,
                            value == null ? 0 : value.path("highestId").asInt());
                default -> LOG.warn("Skipped a record of a type that is not supported: {}", next.key());
            }
        } catch (JsonProcessingException | SchemaRegistryException e) {
            LOG.warn("Skipped a record that cannot be understood, key {}: {}", next.key(), e.getMessage());
        }
    }

    private void applySchema(JsonNode key, @Nullable JsonNode value) {
        String subject = key.path("subject").asText();
        int version = key.path("version").asInt();
        remove(subject, version);
        if (value == null) {
            return;
        }
        highestId = Math.max(highestId, value.path("id").asInt());
        if (!value.path("schemaType").asText("AVRO").equals("AVRO")) {
            LOG.warn("Skipped version {} of subject {}: only Avro schemas are supported", version, subject);
            return;
        }
        add(new SubjectVersion(
                subject,
                version,
                value.path("id").asInt(),
                value.path("schema").asText(),
                value.path("deleted").asBoolean()));
    }

    private void applySoftDelete(@Nullable JsonNode value) {
        if (value == null) {
            return;
        }
        var versions = subjects.get(value.path("subject").asText());
        if (versions == null) {
            return;
        }
        for (SubjectVersion old : List.copyOf(
                versions.headMap(value.path("version").asInt(), true).values())) {
            remove(old.subject(), old.version());
            add(old.softDeleted());
        }
    }

    private void applyLevel(JsonNode key, @Nullable JsonNode value) {
        CompatibilityLevel level = value == null
                ? null
                : CompatibilityLevel.of(value.path("compatibilityLevel").asText());
        if (!key.hasNonNull("subject")) {
            globalLevel = level;
        } else if (level == null) {
            levels.remove(key.path("subject").asText());
        } else {
            levels.put(key.path("subject").asText(), level);
        }
    }

    private void add(SubjectVersion version) {
        subjects.computeIfAbsent(version.subject(), s -> new TreeMap<>()).put(version.version(), version);
        usesById.computeIfAbsent(version.id(), id -> new ArrayList<>()).add(version);
        idBySchema.put(version.schema(), version.id());
    }

    private void remove(String subject, int version) {
        var versions = subjects.get(subject);
        SubjectVersion old = versions == null ? null : versions.remove(version);
        if (versions == null || old == null) {
            return;
        }
        if (versions.isEmpty()) {
            subjects.remove(subject);
        }
        List<SubjectVersion> uses = usesById.getOrDefault(old.id(), new ArrayList<>());
        uses.remove(old);
        if (uses.isEmpty()) {
            usesById.remove(old.id());
            idBySchema.remove(old.schema(), old.id());
        }
    }

    /** Subjects with a version that passes, in alphabetical order. */
    synchronized List<String> subjects(Predicate<SubjectVersion> filter) {
        return subjects.entrySet().stream()
                .filter(entry -> entry.getValue().values().stream().anyMatch(filter))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Versions of a subject, soft deleted ones too, oldest first; empty where there is no such subject. */
    synchronized List<SubjectVersion> versions(String subject) {
        var versions = subjects.get(subject);
        return versions == null ? List.of() : List.copyOf(versions.values());
    }

    /** Where an id is used, soft deleted versions too; empty where the id is unknown. */
    synchronized List<SubjectVersion> uses(int id) {
        return List.copyOf(usesById.getOrDefault(id, List.of()));
    }

    /** The id that a schema has in any subject, else the next free one. */
    synchronized int idFor(String schema) {
        return idBySchema.getOrDefault(schema, highestId + 1);
    }

    synchronized int highestId() {
        return highestId;
    }

    synchronized CompatibilityLevel globalLevel() {
        return globalLevel == null ? CompatibilityLevel.BACKWARD : globalLevel;
    }

    synchronized @Nullable CompatibilityLevel level(String subject) {
        return levels.get(subject);
    }
}

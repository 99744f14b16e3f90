package ledger.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * Builds the records of the {@code _schemas} topic as the Confluent Schema Registry does: same fields, same order of the
 * key's fields (compaction compares keys by their bytes).
 */
final class SchemaLogFormat {
    /** The number of the format of keys: schemas are at 1, everything else at 0. */
    private static final int SCHEMA_KEY_MAGIC = 1;

    private static final int OTHER_KEY_MAGIC = 0;

    private SchemaLogFormat() {}

    static SchemaLogRecord put(SubjectVersion version) {
        ObjectNode value = JsonNodeFactory.instance
                .objectNode()
                .put("subject", version.subject())
                .put("version", version.version())
                .put("id", version.id())
                .put("schema", version.schema())
                .put("deleted", version.deleted());
        return new SchemaLogRecord(schemaKey(version.subject(), version.version()), value.toString());
    }

    static SchemaLogRecord remove(String subject, int version) {
        return new SchemaLogRecord(schemaKey(subject, version), null);
    }

    /** Soft deletes all versions of the subject up to one. */
    static SchemaLogRecord softDeleteSubject(String subject, int upToVersion) {
        ObjectNode value =
                JsonNodeFactory.instance.objectNode().put("subject", subject).put("version", upToVersion);
        return new SchemaLogRecord(key("DELETE_SUBJECT", subject), value.toString());
    }

    /** Sets, or with a null level forgets, the level of a subject, or with a null subject the global one. */
    static SchemaLogRecord level(@Nullable String subject, @Nullable CompatibilityLevel level) {
        String value = level == null
                ? null
                : JsonNodeFactory.instance
                        .objectNode()
                        .put("compatibilityLevel", level.name())
                        .toString();
        return new SchemaLogRecord(key("CONFIG", subject), value);
    }

    /**
     * Remembers the highest id ever given when the versions that had it are removed for good, so that compaction does
     * not free the id for another schema. Confluent's registry skips records of this key.
     */
    static SchemaLogRecord highestId(int id) {
        ObjectNode key =
                JsonNodeFactory.instance.objectNode().put("keytype", "NOOP").put("magic", OTHER_KEY_MAGIC);
        ObjectNode value = JsonNodeFactory.instance.objectNode().put("highestId", id);
        return new SchemaLogRecord(key.toString(), value.toString());
    }

    static JsonNode parse(String json) throws JsonProcessingException {
        return RegistryJson.MAPPER.readTree(json);
    }

    private static String schemaKey(String subject, int version) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("keytype", "SCHEMA")
                .put("subject", subject)
                .put("version", version)
                .put("magic", SCHEMA_KEY_MAGIC)
                .toString();
    }

    private static String key(String type, @Nullable String subject) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("keytype", type)
                .put("subject", subject)
                .put("magic", OTHER_KEY_MAGIC)
                .toString();
    }
}

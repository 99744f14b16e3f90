package ledger.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.apache.avro.AvroRuntimeException;

/** The refusals of a registry with the codes of the Confluent Schema Registry REST API. */
final class RegistryErrors {
    private RegistryErrors() {}

    static SchemaRegistryException subjectNotFound(String subject) {
        return new SchemaRegistryException(404, 40401, "Subject '" + subject + "' not found.");
    }

    static SchemaRegistryException versionNotFound(int version) {
        return new SchemaRegistryException(404, 40402, "Version " + version + " not found.");
    }

    static SchemaRegistryException schemaNotFound() {
        return new SchemaRegistryException(404, 40403, "Schema not found");
    }

    static SchemaRegistryException schemaNotFound(int id) {
        return new SchemaRegistryException(404, 40403, "Schema " + id + " not found");
    }

    static SchemaRegistryException subjectSoftDeleted(String subject) {
        return new SchemaRegistryException(
                404, 40404, "Subject '" + subject + "' was soft deleted. Set permanent=true to delete permanently");
    }

    static SchemaRegistryException subjectNotSoftDeleted(String subject) {
        return new SchemaRegistryException(
                404, 40405, "Subject '" + subject + "' was not deleted first before being permanently deleted");
    }

    static SchemaRegistryException versionSoftDeleted(String subject, int version) {
        return new SchemaRegistryException(
                404,
                40406,
                "Subject '" + subject + "' Version " + version
                        + " was soft deleted. Set permanent=true to delete permanently");
    }

    static SchemaRegistryException versionNotSoftDeleted(String subject, int version) {
        return new SchemaRegistryException(
                404,
                40407,
                "Subject '" + subject + "' Version " + version
                        + " was not deleted first before being permanently deleted");
    }

    static SchemaRegistryException levelNotConfigured(String subject) {
        return new SchemaRegistryException(
                404, 40408, "Subject '" + subject + "' does not have subject-level compatibility configured");
    }

    static SchemaRegistryException invalidSchema(String why) {
        return new SchemaRegistryException(422, 42201, "Invalid schema: " + why);
    }

    /** In one line, without what the JSON parser says, which is for whoever has called it. */
    static SchemaRegistryException invalidSchema(AvroRuntimeException e) {
        return new SchemaRegistryException(422, 42201, "Invalid schema: " + why(e), e);
    }

    private static String why(AvroRuntimeException e) {
        if (e.getCause() instanceof JsonProcessingException json) {
            return "it is not valid JSON" + RegistryJson.place(json);
        }
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("it cannot be read");
    }

    static SchemaRegistryException invalidVersion(String version) {
        return new SchemaRegistryException(
                422,
                42202,
                "The specified version '" + version + "' is not a valid version id. Allowed values are between"
                        + " [1, 2^31-1] and the string \"latest\"");
    }

    static SchemaRegistryException invalidLevel(String level) {
        return new SchemaRegistryException(
                422,
                42203,
                "Invalid compatibility level '" + level + "'. Valid values are NONE, BACKWARD, FORWARD, FULL,"
                        + " BACKWARD_TRANSITIVE, FORWARD_TRANSITIVE and FULL_TRANSITIVE");
    }
}

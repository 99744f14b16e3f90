package ledger.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/** Schemas as they are shared with other programs and languages. */
public final class PortableSchemas {
    /** Tells Java's code generator to annotate a field. */
    private static final String ANNOTATION_PROP = "javaAnnotation";

    private PortableSchemas() {}

    /**
     * The schema without what is between it and the Java code generator ({@code avro.java.string},
     * {@code javaAnnotation}), self-contained: the form that is registered and kept in the history.
     */
    public static Schema of(Schema schema) {
        try {
            JsonNode json = RegistryJson.MAPPER.readTree(schema.toString());
            strip(json);
            return parse(json.toString());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Avro wrote JSON that cannot be read: " + schema.getFullName(), e);
        }
    }

    /** Reads a schema that a registry holds; as lenient as Avro can be, because it is in use already. */
    static Schema parse(String json) {
        return new Schema.Parser().setValidateDefaults(false).parse(json);
    }

    private static void strip(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove(GenericData.STRING_PROP);
            object.remove(ANNOTATION_PROP);
        }
        node.forEach(PortableSchemas::strip);
    }
}

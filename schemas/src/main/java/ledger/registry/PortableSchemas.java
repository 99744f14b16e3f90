package ledger.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/** Schemas as they are shared with other programs and languages. */
public final class PortableSchemas {
    private PortableSchemas() {}

    /**
     * The schema without what the Java code generator adds to it ({@code avro.java.string}), self-contained: the form
     * that is registered and kept in the history.
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
        }
        node.forEach(PortableSchemas::strip);
    }
}

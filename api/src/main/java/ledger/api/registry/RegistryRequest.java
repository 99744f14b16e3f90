package ledger.api.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.util.Set;
import ledger.registry.RegistryJson;
import ledger.registry.SchemaRegistryException;

/** Reads the bodies of requests; what is wrong with one is a {@link SchemaRegistryException}. */
final class RegistryRequest {
    private static final Set<String> CONTENT_TYPES = Set.of(
            RegistryJson.CONTENT_TYPE,
            "application/vnd.schemaregistry+json",
            "application/json",
            "application/octet-stream");

    private RegistryRequest() {}

    /** The schema of a body that is to be registered, looked up or checked. */
    static String schema(Context ctx) {
        JsonNode body = body(ctx);
        String type = body.path("schemaType").asText("AVRO");
        if (!type.equals("AVRO")) {
            throw invalidSchema("type " + type + " is not supported, only AVRO is");
        }
        if (!body.path("references").isEmpty()) {
            throw invalidSchema("schema references are not supported: send one self-contained schema");
        }
        if (body.path("id").asInt(-1) >= 0) {
            throw new SchemaRegistryException(
                    422, 42205, "Ids are given by this registry: it has no import mode. Leave out \"id\".");
        }
        JsonNode schema = body.path("schema");
        if (!schema.isTextual()) {
            throw invalidSchema("the body needs \"schema\" with the schema as text");
        }
        return schema.asText();
    }

    /** A text field that the body must have, or else the given error. */
    static String text(Context ctx, String field, int errorCode) {
        JsonNode value = body(ctx).path(field);
        if (!value.isTextual()) {
            throw new SchemaRegistryException(422, errorCode, "The body needs \"" + field + "\" as text");
        }
        return value.asText();
    }

    static boolean flag(Context ctx, String name) {
        return "true".equalsIgnoreCase(ctx.queryParam(name));
    }

    private static JsonNode body(Context ctx) {
        String given = ctx.contentType();
        String mediaType = given == null ? RegistryJson.CONTENT_TYPE : given.split(";", 2)[0].trim();
        if (!CONTENT_TYPES.contains(mediaType)) {
            throw new SchemaRegistryException(
                    415, 415, "Content type " + mediaType + " is not supported: send " + RegistryJson.CONTENT_TYPE);
        }
        try {
            JsonNode body = RegistryJson.MAPPER.readTree(bodyText(ctx));
            if (body.isObject()) {
                return body;
            }
        } catch (JsonProcessingException e) {
            throw new SchemaRegistryException(400, 400, "The body is not valid JSON" + RegistryJson.place(e), e);
        }
        throw new SchemaRegistryException(400, 400, "The body must be a JSON object");
    }

    private static String bodyText(Context ctx) {
        try {
            return ctx.body();
        } catch (HttpResponseException e) {
            throw new SchemaRegistryException(e.getStatus(), e.getStatus(), "The body is not accepted", e);
        } catch (Exception e) { // an IOException too, which is not declared
            throw new SchemaRegistryException(400, 400, "The body does not come to its end", e);
        }
    }

    private static SchemaRegistryException invalidSchema(String why) {
        return new SchemaRegistryException(422, 42201, "Invalid schema: " + why);
    }
}

package ledger.registry;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/** The JSON reader and writer of everything that speaks the registry's REST API. */
public final class RegistryJson {
    /** Shared: it is safe for use by several threads and must not be reconfigured. */
    public static final ObjectMapper MAPPER = new ObjectMapper();

    /** The media type of requests and answers. */
    public static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";

    private RegistryJson() {}

    /** Where a text is not JSON, as the end of a message; what the parser says is for whoever has called it. */
    public static String place(JsonProcessingException fault) {
        JsonLocation place = fault.getLocation();
        return place == null ? "" : " at line " + place.getLineNr() + ", column " + place.getColumnNr();
    }
}

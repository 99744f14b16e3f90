package ledger.api.answers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * What a request is answered with.
 *
 * @param headers beside the content type
 */
public record Answer(int status, Map<String, String> headers, ObjectNode body) {
    private static final int FIRST_ERROR = 400;

    public Answer {
        headers = Map.copyOf(headers);
    }

    /** Problems have a content type of their own. */
    public String contentType() {
        return status >= FIRST_ERROR ? "application/problem+json" : "application/json";
    }
}

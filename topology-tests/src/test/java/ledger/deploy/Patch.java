package ledger.deploy;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A JSON patch (RFC 6902) as kustomize applies it; of its operations, {@code add} alone. */
final class Patch {
    private Patch() {}

    /** Changes the document. */
    static void apply(JsonNode patch, JsonNode document) {
        for (JsonNode operation : patch) {
            JsonPointer path = JsonPointer.compile(operation.path("path").asText());
            JsonNode parent = document.at(path.head());
            String name = path.last().getMatchingProperty();
            boolean add = operation.path("op").asText().equals("add");
            if (add && parent instanceof ArrayNode list && name.equals("-")) {
                list.add(operation.path("value"));
            } else if (add && parent instanceof ObjectNode object) {
                object.set(name, operation.path("value"));
            } else {
                throw new IllegalArgumentException("cannot apply " + operation);
            }
        }
    }
}

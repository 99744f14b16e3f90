package ledger.language;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A command was refused: data, not an exception, remembered like a success.
 *
 * @param details what explains it, in order: a name as in the problem's JSON, and a {@link String} (amounts in major
 *     units) or a {@link Long}
 */
public record Rejection(RejectionReason reason, Map<String, Object> details) implements CommandOutcome.Result {
    /** @throws IllegalArgumentException if a detail is neither a text nor a whole number */
    public Rejection {
        for (Object value : details.values()) {
            if (!(value instanceof String) && !(value instanceof Long)) {
                throw new IllegalArgumentException("a detail is a String or a Long, not " + value.getClass());
            }
        }
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }

    /** A rejection without details. */
    public static Rejection because(RejectionReason reason) {
        return new Rejection(reason, Map.of());
    }

    /** The same with one more detail. */
    public Rejection with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(details);
        more.put(name, value);
        return new Rejection(reason, more);
    }
}

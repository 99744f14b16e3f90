package ledger.api.problems;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A problem as RFC 9457 describes it.
 *
 * @param detail what is wrong this time, for people
 * @param extensions what explains it, for programs, in order: texts and whole numbers
 */
public record Problem(ProblemCode code, String detail, Map<String, Object> extensions) {
    public Problem {
        extensions = Collections.unmodifiableMap(new LinkedHashMap<>(extensions));
    }

    /** A problem that needs no more than words. */
    public static Problem of(ProblemCode code, String detail) {
        return new Problem(code, detail, Map.of());
    }

    /** The same with one more field. */
    public Problem with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(extensions);
        more.put(name, value);
        return new Problem(code, detail, more);
    }

    /** To be thrown to whoever answers the request. */
    public ProblemException asException() {
        return new ProblemException(this);
    }
}

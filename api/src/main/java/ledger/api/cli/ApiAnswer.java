package ledger.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;

/**
 * One answer of the server.
 *
 * @param status the HTTP status
 * @param text the body as it came
 * @param json the body as JSON, or a missing node where it is none
 * @param retryAfter what {@code Retry-After} says
 */
record ApiAnswer(int status, String text, JsonNode json, Optional<Duration> retryAfter) {

    private static final int ACCEPTED = 202;

    /** 2xx: done, or taken. */
    boolean succeeded() {
        return status >= 200 && status < 300;
    }

    /** 202: taken, but not known to have ended. */
    boolean pending() {
        return status == ACCEPTED;
    }

    /** Overload or a shard on the move: the same request may pass later. */
    boolean retriable() {
        return isRetriable(status);
    }

    static boolean isRetriable(int status) {
        return status == 429 || status == 503;
    }

    /** The problem in one line: its code and what it says. */
    String problem() {
        return problem(status, json);
    }

    static String problem(int status, JsonNode body) {
        String code = body.path("code").asText("");
        String detail = body.path("detail").asText(body.path("title").asText(""));
        String name = code.isEmpty() ? "HTTP " + status : code;
        return detail.isEmpty() ? name : name + ": " + detail;
    }
}

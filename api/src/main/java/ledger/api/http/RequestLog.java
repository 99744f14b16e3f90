package ledger.api.http;

import io.javalin.http.Context;
import java.util.UUID;
import java.util.regex.Pattern;
import ledger.api.commands.CommandGateway.CommandTrace;
import ledger.api.requests.RequestHeaders;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** Gives every request an id, and puts it with the trace context where the log finds them. */
final class RequestLog {
    private static final String TRACE = "ledger-trace";
    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    private RequestLog() {}

    static void begin(Context exchange) {
        String given = exchange.header("X-Request-Id");
        String requestId = given != null && REQUEST_ID.matcher(given).matches()
                ? given
                : UUID.randomUUID().toString();
        @Nullable String traceparent = RequestHeaders.traceparent(exchange.header("traceparent"));
        exchange.attribute(TRACE, new CommandTrace(requestId, traceparent));
        exchange.header("X-Request-Id", requestId);
        MDC.put("requestId", requestId);
        if (traceparent != null) {
            MDC.put("traceparent", traceparent);
        }
    }

    static void end() {
        MDC.remove("requestId");
        MDC.remove("traceparent");
    }

    static CommandTrace trace(Context exchange) {
        CommandTrace trace = exchange.attribute(TRACE);
        return trace == null ? new CommandTrace("none", null) : trace;
    }
}

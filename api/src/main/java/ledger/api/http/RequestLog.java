package ledger.api.http;

import static java.util.Objects.requireNonNull;

import io.javalin.http.Context;
import ledger.api.commands.CommandTrace;
import ledger.api.requests.RequestHeaders;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Puts the id of a request and its trace context where the log finds them, and logs the requests that are traced. */
final class RequestLog {
    private static final String TRACE = "ledger-trace";
    private static final Logger LOG = LoggerFactory.getLogger(RequestLog.class);

    private RequestLog() {}

    static void begin(Context exchange) {
        String requestId = requireNonNull(exchange.res().getHeader(RequestIds.HEADER), "every answer has an id");
        @Nullable String traceparent = RequestHeaders.traceparent(exchange.header("traceparent"));
        exchange.attribute(TRACE, new CommandTrace(requestId, traceparent));
        MDC.put("requestId", requestId);
        if (traceparent != null) {
            MDC.put("traceparent", traceparent);
        }
    }

    static void end(Context exchange) {
        if (trace(exchange).traceparent() != null) {
            LOG.info(
                    "{} {} answered {}",
                    exchange.req().getMethod(),
                    Routing.clientUri(exchange.req().getRequestURI()),
                    exchange.statusCode());
        }
        MDC.remove("requestId");
        MDC.remove("traceparent");
    }

    static CommandTrace trace(Context exchange) {
        CommandTrace trace = exchange.attribute(TRACE);
        return trace == null ? new CommandTrace("none", null) : trace;
    }
}

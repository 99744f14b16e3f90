package ledger.api.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.jetty.http.HttpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what is left of a request's body before the request is answered. Who refuses a body without reading it, and then
 * closes the connection, may reset it while the client still sends: the client sees a broken pipe instead of the answer
 * (RFC 9112, section 9.6).
 */
final class UnreadBodies {
    private static final Logger LOG = LoggerFactory.getLogger(UnreadBodies.class);

    /** Twice the largest body that is taken. Who sends more than that does not listen. */
    private static final long MOST_BYTES = 16L * 1024 * 1024;

    private UnreadBodies() {}

    /** Reads on to the end of the body, or as far as there is any sense in it. */
    static void drain(Context exchange) {
        if (!hasBody(exchange)) {
            return;
        }
        // Who expects to be told whether to send the body has not sent it.
        if (exchange.header("Expect") != null || exchange.req().getContentLengthLong() > MOST_BYTES) {
            return;
        }
        try {
            InputStream body = exchange.bodyInputStream();
            var _ = body.skip(MOST_BYTES);
        } catch (IOException | HttpException.RuntimeException e) {
            LOG.debug("A body has no end that could be read to", e);
        }
    }

    /** Whether the request has a body, if only an empty one (RFC 9112, section 6.3). */
    private static boolean hasBody(Context exchange) {
        return exchange.header("Content-Length") != null || exchange.header("Transfer-Encoding") != null;
    }
}

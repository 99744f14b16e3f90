package ledger.api.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import ledger.api.answers.EventBodies;
import ledger.api.feed.FeedPosition;
import ledger.api.feed.FeedSink;
import ledger.language.AccountEvent;
import ledger.language.Posting;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;

/**
 * An answer as server-sent events, as the HTML standard defines them. A header has the id of where it begins, so that a
 * client that loses the connection before the first event can resume there.
 */
final class EventStream implements FeedSink {
    private static final byte[] OPEN = utf8(": open\n\n");
    private static final byte[] HEARTBEAT = utf8(": heartbeat\n\n");

    private final Context exchange;
    private final Predicate<Posting> shown;
    private final EndPoint connection;

    /** @param shown which postings of whole transactions the caller is told */
    EventStream(Context exchange, Predicate<Posting> shown) {
        this.exchange = exchange;
        this.shown = shown;
        this.connection = ServletContextRequest.getServletContextRequest(exchange.req())
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint();
    }

    /** Status and headers of the answer. */
    static void head(Context exchange) {
        exchange.status(200)
                .contentType("text/event-stream")
                .header("Cache-Control", "no-store")
                // Asks proxies that know it not to gather what we send.
                .header("X-Accel-Buffering", "no")
                .header("Connection", "close");
    }

    @Override
    public void opened(FeedPosition position) throws IOException {
        // Who reads too slowly is found out by the feed, and one that has nothing to read is not slow.
        connection.setIdleTimeout(0);
        exchange.res().setHeader(EventRoutes.RESUME, position.token());
        out().write(OPEN);
    }

    @Override
    public void event(FeedPosition position, AccountEvent event) throws IOException {
        OutputStream out = out();
        out.write(utf8("id: " + position.token() + "\nevent: " + EventBodies.type(event) + "\ndata: "));
        out.write(Exchanges.bytes(EventBodies.event(event, shown)));
        out.write(utf8("\n\n"));
    }

    @Override
    public void heartbeat() throws IOException {
        out().write(HEARTBEAT);
    }

    @Override
    public void flush() throws IOException {
        out().flush();
    }

    @Override
    public void cut() {
        connection.close();
    }

    private OutputStream out() throws IOException {
        return exchange.res().getOutputStream();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

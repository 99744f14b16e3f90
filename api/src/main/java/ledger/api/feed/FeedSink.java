package ledger.api.feed;

import java.io.IOException;
import ledger.language.AccountEvent;

/**
 * The reader of a feed, as the feed sees it. Used by one thread, but for {@link #cut}. Every call but that may block for
 * as long as the reader does not read; an {@link IOException} says that it is gone.
 */
public interface FeedSink {
    /** The feed is open and stands here, before any event. */
    void opened(FeedPosition position) throws IOException;

    /** An event, and the position after it. */
    void event(FeedPosition position, AccountEvent event) throws IOException;

    /** Nothing happened for a while. */
    void heartbeat() throws IOException;

    /** What was said until now should be seen. */
    void flush() throws IOException;

    /** Breaks the connection, so that a call that is blocked fails. */
    void cut();
}

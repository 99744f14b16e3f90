package ledger.api.feed;

import java.time.Instant;

/** Where a feed begins. */
public sealed interface FeedStart {
    /** With the first event that there is. */
    record Beginning() implements FeedStart {}

    /** With the next event that is committed. */
    record End() implements FeedStart {}

    /** With the events recorded at this time or later, exactly these. */
    record Since(Instant time) implements FeedStart {}

    /** Where another feed had come to. */
    record After(FeedPosition position) implements FeedStart {}
}

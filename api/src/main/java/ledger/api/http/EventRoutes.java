package ledger.api.http;

import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import ledger.api.auth.Caller;
import ledger.api.feed.EventFeed;
import ledger.api.feed.EventFeeds;
import ledger.api.feed.FeedPosition;
import ledger.api.feed.FeedStart;
import ledger.api.feed.UnknownPositionException;
import ledger.api.requests.InvalidRequest;
import ledger.api.requests.Times;
import ledger.language.AccountId;
import ledger.language.Posting;
import org.jspecify.annotations.Nullable;

/** Account events as they are committed. */
final class EventRoutes {
    /** Of a request: the id to go on after. Of an answer: the id of where it begins. */
    static final String RESUME = "Last-Event-ID";

    private final EventFeeds feeds;

    EventRoutes(EventFeeds feeds) {
        this.feeds = feeds;
    }

    void add(Endpoints endpoints) {
        endpoints.get("/v1/events", this::events);
    }

    private void events(Context exchange) throws InterruptedException {
        Exchanges.allowParameters(exchange, "account", "from");
        AccountId account = account(exchange);
        FeedStart from = from(exchange);
        FeedStart resumed = resumed(exchange);
        try (EventFeed feed = feeds.open(account, resumed == null ? from : resumed)) {
            EventStream.head(exchange);
            Caller caller = Guard.caller(exchange);
            feed.follow(new EventStream(exchange, posting -> maySee(caller, posting)), caller.until());
        } catch (UnknownPositionException e) {
            throw notAnId();
        }
    }

    /**
     * Whoever is confined to some accounts sees the postings of which one side is theirs, also of transactions that moved
     * money of others. {@link AccountId#WORLD} does not count: it is everybody's.
     */
    private static boolean maySee(Caller caller, Posting posting) {
        return !caller.isConfined()
                || Posting.accounts(List.of(posting)).stream().anyMatch(caller::owns);
    }

    private static @Nullable AccountId account(Context exchange) {
        String id = Exchanges.parameter(exchange, "account");
        if (id == null) {
            return null;
        }
        if (!AccountId.isValid(id)) {
            throw InvalidRequest.parameter("account", "must be an account id: " + AccountId.FORM);
        }
        return new AccountId(id);
    }

    private static FeedStart from(Context exchange) {
        String from = Exchanges.parameter(exchange, "from");
        if (from == null) {
            return new FeedStart.End();
        }
        if (from.equals("start")) {
            return new FeedStart.Beginning();
        }
        // In a query, a plus that was not encoded arrives as a space.
        Instant time = Times.parse(from.replace(' ', '+'))
                .orElseThrow(() -> InvalidRequest.parameter(
                        "from", "must be start, or an RFC 3339 time such as 2026-01-01T00:00:00Z"));
        return new FeedStart.Since(time);
    }

    private static @Nullable FeedStart resumed(Context exchange) {
        String id = exchange.header(RESUME);
        return id == null ? null : new FeedStart.After(FeedPosition.parse(id).orElseThrow(EventRoutes::notAnId));
    }

    private static RuntimeException notAnId() {
        return InvalidRequest.header(RESUME, "must be the id of an event of this feed");
    }
}

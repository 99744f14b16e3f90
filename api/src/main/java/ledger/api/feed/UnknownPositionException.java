package ledger.api.feed;

/** The position is not one of this feed: of another ledger, or of one account where all are asked for. */
public final class UnknownPositionException extends RuntimeException {
    UnknownPositionException() {
        super("not a position of this feed");
    }
}

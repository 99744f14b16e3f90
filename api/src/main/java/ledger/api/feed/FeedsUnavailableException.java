package ledger.api.feed;

/** No feed can be opened at the moment. */
public final class FeedsUnavailableException extends RuntimeException {
    private final boolean overloaded;

    private FeedsUnavailableException(String message, boolean overloaded, Throwable cause) {
        super(message, cause);
        this.overloaded = overloaded;
    }

    private FeedsUnavailableException(String message, boolean overloaded) {
        super(message);
        this.overloaded = overloaded;
    }

    static FeedsUnavailableException tooMany(int max) {
        return new FeedsUnavailableException("as many feeds are open as there may be: " + max, true);
    }

    static FeedsUnavailableException closing() {
        return new FeedsUnavailableException("the feeds are being closed", false);
    }

    static FeedsUnavailableException unreachable(Throwable cause) {
        return new FeedsUnavailableException("the brokers do not say where the events stand", false, cause);
    }

    /** Whether there are too many. */
    public boolean overloaded() {
        return overloaded;
    }
}

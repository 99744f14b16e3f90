package ledger.api.config;

/**
 * Feeds of events.
 *
 * @param max so many may be open at once
 * @param heartbeatMs a feed that has nothing to say for so long says that it is there
 * @param writeTimeoutMs a reader is cut off that has not taken what was written for so long
 */
public record FeedConfig(int max, int heartbeatMs, int writeTimeoutMs) {}

package ledger.api.config;

/**
 * How read models are kept.
 *
 * @param threads Streams threads of this instance for each read model, at least 1
 * @param commitIntervalMs at most this long between commits
 */
public record ProjectionsConfig(int threads, int commitIntervalMs) {}

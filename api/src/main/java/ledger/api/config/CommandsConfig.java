package ledger.api.config;

/**
 * How commands are decided.
 *
 * @param threads Streams threads of this instance, at least 1
 * @param commitIntervalMs at most this long between commits
 * @param pollMs at most this long in a poll without records
 */
public record CommandsConfig(int threads, int commitIntervalMs, int pollMs) {}

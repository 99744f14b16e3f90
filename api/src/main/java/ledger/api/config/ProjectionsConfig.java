package ledger.api.config;

/**
 * How read models are kept.
 *
 * @param threads Streams threads of this instance for each read model, at least 1
 * @param rebuildThreads as many for one that is rebuilt, then and afterwards; no fewer than {@code threads}
 * @param commitIntervalMs at most this long between commits
 * @param rebuildsAtOnce how many are rebuilt at once in all instances together, at least 1; others wait
 */
public record ProjectionsConfig(int threads, int rebuildThreads, int commitIntervalMs, int rebuildsAtOnce) {}

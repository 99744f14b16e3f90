/**
 * Measures a ledger as a user runs it: a process of its own, over HTTP. In the same run, on the same broker, it measures
 * what the ledger is built from, so that each figure stands beside what would be possible at best.
 *
 * <p>{@link ledger.benchmarks.BenchMain} is the command; a {@link ledger.benchmarks.Group} measures some
 * {@link ledger.benchmarks.Figure figures}; a {@link ledger.benchmarks.Load} sends requests and counts.
 */
@NullMarked
package ledger.benchmarks;

import org.jspecify.annotations.NullMarked;

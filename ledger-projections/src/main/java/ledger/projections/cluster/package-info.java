/**
 * Partitions that are spread over instances: who holds one, how one is read that is here, and how all of them are asked
 * together, each exactly once.
 */
@NullMarked
package ledger.projections.cluster;

import org.jspecify.annotations.NullMarked;

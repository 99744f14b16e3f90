/** The read model of accounts as they stand: one by its id, or all of a prefix in order. */
@NullMarked
package ledger.projections.balances;

import org.jspecify.annotations.NullMarked;

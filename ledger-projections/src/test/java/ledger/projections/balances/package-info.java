/** Tests of the balances. */
@NullMarked
package ledger.projections.balances;

import org.jspecify.annotations.NullMarked;

/** The read model of transactions: each as it stands, with what it left on every account that it touched. */
@NullMarked
package ledger.projections.transactions;

import org.jspecify.annotations.NullMarked;

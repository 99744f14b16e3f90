@NullMarked
package ledger.projections.transactions;

import org.jspecify.annotations.NullMarked;

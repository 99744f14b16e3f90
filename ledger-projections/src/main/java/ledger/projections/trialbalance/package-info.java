/** The read model that proves the books: what all movements of a currency come to, on either side. */
@NullMarked
package ledger.projections.trialbalance;

import org.jspecify.annotations.NullMarked;

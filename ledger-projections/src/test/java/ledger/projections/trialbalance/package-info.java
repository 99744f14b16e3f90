@NullMarked
package ledger.projections.trialbalance;

import org.jspecify.annotations.NullMarked;

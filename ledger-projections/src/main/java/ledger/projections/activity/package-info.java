/** The read model of how much moved on each account in every hour and day of effective time. */
@NullMarked
package ledger.projections.activity;

import org.jspecify.annotations.NullMarked;

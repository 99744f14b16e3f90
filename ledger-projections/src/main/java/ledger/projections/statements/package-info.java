/** The read model of what moved each account's balance: pages of entries, and balances at a time. */
@NullMarked
package ledger.projections.statements;

import org.jspecify.annotations.NullMarked;

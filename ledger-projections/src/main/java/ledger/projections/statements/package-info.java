/** The read model of what moved each account's balance: pages of entries. */
@NullMarked
package ledger.projections.statements;

import org.jspecify.annotations.NullMarked;

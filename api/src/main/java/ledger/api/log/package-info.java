/** Reads the ledger's log by itself, beside a running ledger or without one, and computes from it alone. */
@NullMarked
package ledger.api.log;

import org.jspecify.annotations.NullMarked;

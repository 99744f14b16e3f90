/** Tests of the statements. */
@NullMarked
package ledger.projections.statements;

import org.jspecify.annotations.NullMarked;

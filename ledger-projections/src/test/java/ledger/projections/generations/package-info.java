/** Tests of the generations. */
@NullMarked
package ledger.projections.generations;

import org.jspecify.annotations.NullMarked;

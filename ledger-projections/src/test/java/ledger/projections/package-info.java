/** Tests of what all projections share. */
@NullMarked
package ledger.projections;

import org.jspecify.annotations.NullMarked;

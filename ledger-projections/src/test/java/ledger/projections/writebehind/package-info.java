/** Tests of stores that write a row once for each commit. */
@NullMarked
package ledger.projections.writebehind;

import org.jspecify.annotations.NullMarked;

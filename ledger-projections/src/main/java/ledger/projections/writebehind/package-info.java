/** Stores that write a row once for each commit, however often it changed. */
@NullMarked
package ledger.projections.writebehind;

import org.jspecify.annotations.NullMarked;

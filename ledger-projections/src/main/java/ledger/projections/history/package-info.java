/** The read model of what accounts held at a time: as it was recorded then, or by when entries count. */
@NullMarked
package ledger.projections.history;

import org.jspecify.annotations.NullMarked;

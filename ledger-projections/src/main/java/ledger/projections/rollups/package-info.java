/** The read model of what all accounts under a prefix of their ids come to. */
@NullMarked
package ledger.projections.rollups;

import org.jspecify.annotations.NullMarked;

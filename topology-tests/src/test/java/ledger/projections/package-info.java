/** Tests of the projections' topologies, with real stores and serdes. */
@NullMarked
package ledger.projections;

import org.jspecify.annotations.NullMarked;

/**
 * Read models: what a projection is, how one is folded from the account events, and how its stores are read. Adding one
 * is a class that implements {@link ledger.projections.Projection} and its registration in
 * {@link ledger.projections.Projections}.
 */
@NullMarked
package ledger.projections;

import org.jspecify.annotations.NullMarked;

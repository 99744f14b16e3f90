/**
 * Read models: what a projection is, how one is folded from the account events, and how its stores are read. Each read model
 * is a package below this one, with a class that implements {@link ledger.projections.Projection} and one with its queries.
 */
@NullMarked
package ledger.projections;

import org.jspecify.annotations.NullMarked;

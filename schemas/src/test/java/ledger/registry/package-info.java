/** Tests of {@code ledger.registry}. */
@NullMarked
package ledger.registry;

import org.jspecify.annotations.NullMarked;

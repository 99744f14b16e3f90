/** Tests of {@code ledger.api.registry}. */
@NullMarked
package ledger.api.registry;

import org.jspecify.annotations.NullMarked;

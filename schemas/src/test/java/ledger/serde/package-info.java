/** Tests of {@code ledger.serde}. */
@NullMarked
package ledger.serde;

import org.jspecify.annotations.NullMarked;

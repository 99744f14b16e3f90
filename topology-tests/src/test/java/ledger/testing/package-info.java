/** What the tests over all modules share. */
@NullMarked
package ledger.testing;

import org.jspecify.annotations.NullMarked;

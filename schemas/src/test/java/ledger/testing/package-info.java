/** What tests of several modules share: random cases, and random values of the language. */
@NullMarked
package ledger.testing;

import org.jspecify.annotations.NullMarked;

/** The history of released schemas, and the test that fails a build which breaks with it. */
@NullMarked
package ledger.history;

import org.jspecify.annotations.NullMarked;

/** Tests of the dead letters. */
@NullMarked
package ledger.api.letters;

import org.jspecify.annotations.NullMarked;

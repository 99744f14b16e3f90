/** Tests of the dead letters. */
@NullMarked
package ledger.api.deadletters;

import org.jspecify.annotations.NullMarked;

/** Dead letters: reading them, and sending what they hold again to where it was. */
@NullMarked
package ledger.api.deadletters;

import org.jspecify.annotations.NullMarked;

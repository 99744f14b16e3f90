/** Who calls: bearer tokens, and what they allow. */
@NullMarked
package ledger.api.auth;

import org.jspecify.annotations.NullMarked;

/** Tests of the tokens. */
@NullMarked
package ledger.api.auth;

import org.jspecify.annotations.NullMarked;

/** Tests of what the HTTP interface keeps. */
@NullMarked
package ledger.api.log;

import org.jspecify.annotations.NullMarked;

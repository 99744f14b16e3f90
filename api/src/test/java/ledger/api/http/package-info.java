/** Tests of what the HTTP interface keeps. */
@NullMarked
package ledger.api.http;

import org.jspecify.annotations.NullMarked;

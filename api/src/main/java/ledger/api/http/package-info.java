/** The HTTP interface: addresses, bodies and headers. What a request does is elsewhere. */
@NullMarked
package ledger.api.http;

import org.jspecify.annotations.NullMarked;

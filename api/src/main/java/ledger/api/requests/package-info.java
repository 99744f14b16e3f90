/**
 * From JSON and headers to commands: everything that can be wrong with a request is found here, and named by its JSON
 * pointer (RFC 6901), header or parameter.
 */
@NullMarked
package ledger.api.requests;

import org.jspecify.annotations.NullMarked;

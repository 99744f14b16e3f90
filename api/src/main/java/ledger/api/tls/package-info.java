/** TLS: certificates and keys out of PEM files, for the port that we listen on and for the calls that we make. */
@NullMarked
package ledger.api.tls;

import org.jspecify.annotations.NullMarked;

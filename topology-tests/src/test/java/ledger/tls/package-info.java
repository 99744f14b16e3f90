/** Certificates for tests, and the files that the application reads them from. */
@NullMarked
package ledger.tls;

import org.jspecify.annotations.NullMarked;

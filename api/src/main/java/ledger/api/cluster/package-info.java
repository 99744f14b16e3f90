/** How the instances of the ledger ask each other: over HTTP, at addresses of their own, with a secret that all have. */
@NullMarked
package ledger.api.cluster;

import org.jspecify.annotations.NullMarked;

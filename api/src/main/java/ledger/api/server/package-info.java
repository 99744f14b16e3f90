/** Start-up and shutdown: what is started, in which order, and what is said when it cannot be. */
@NullMarked
package ledger.api.server;

import org.jspecify.annotations.NullMarked;

/** Gives tests what the application registers. */
@NullMarked
package ledger.api.server;

import org.jspecify.annotations.NullMarked;

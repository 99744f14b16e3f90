/** Tests of what starts an instance. */
@NullMarked
package ledger.api.server;

import org.jspecify.annotations.NullMarked;

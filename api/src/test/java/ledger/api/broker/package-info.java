/** Tests against the embedded broker: its life, and the ledger's topics on it. */
@NullMarked
package ledger.api.broker;

import org.jspecify.annotations.NullMarked;

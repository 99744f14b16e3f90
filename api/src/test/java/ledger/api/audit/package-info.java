/** The audit of logs that somebody has tampered with. */
@NullMarked
package ledger.api.audit;

import org.jspecify.annotations.NullMarked;

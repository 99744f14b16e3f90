/**
 * The audit: everything that can be known from the event log alone, computed again and compared with what the log says of
 * itself and with what the ledger publishes. It shares no code with what decides.
 */
@NullMarked
package ledger.api.audit;

import org.jspecify.annotations.NullMarked;

package ledger.commands.domain.transactions;

import org.jspecify.annotations.Nullable;

/**
 * Somebody who waits for the outcome of a command.
 *
 * @param replyPartition where they listen
 * @param retry whether the command was sent before
 * @param requestId of the HTTP request, where it came with one
 * @param traceparent W3C trace context, where it came with one
 */
public record CommandListener(
        int replyPartition,
        boolean retry,
        @Nullable String requestId,
        @Nullable String traceparent) {
    /** The same, known to have sent the command again. */
    public CommandListener asRetry() {
        return new CommandListener(replyPartition, true, requestId, traceparent);
    }
}

package ledger.api.commands;

import org.jspecify.annotations.Nullable;

/**
 * Where a command comes from.
 *
 * @param traceparent W3C trace context, where there is one
 */
public record CommandTrace(String requestId, @Nullable String traceparent) {}

package ledger.api.broker;

import org.jspecify.annotations.Nullable;

/** The embedded broker could not start, or a directory cannot be owned. The message is one line: why, and what to do. */
public final class BrokerStartException extends RuntimeException {

    BrokerStartException(String message) {
        this(message, null);
    }

    BrokerStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The first line of what an exception says, or its kind when it says nothing. */
    static String firstLine(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.toString() : message.lines().findFirst().orElse("");
    }
}

package ledger.api.broker;

import org.jspecify.annotations.Nullable;

/** The embedded broker could not start. Its message is one line that says why and what to do. */
public final class BrokerStartException extends RuntimeException {

    BrokerStartException(String message) {
        this(message, null);
    }

    BrokerStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

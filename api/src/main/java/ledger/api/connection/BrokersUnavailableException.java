package ledger.api.connection;

import org.jspecify.annotations.Nullable;

/** No client can work with the brokers. Its message is one line that says why and what to look at, never a password. */
public final class BrokersUnavailableException extends RuntimeException {
    BrokersUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

package ledger.api.log;

import org.jspecify.annotations.Nullable;

/** The log cannot be read, or not up to what was asked for: one line that says what to do. */
public final class LogException extends RuntimeException {
    LogException(String message) {
        this(message, null);
    }

    LogException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

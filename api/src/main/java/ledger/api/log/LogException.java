package ledger.api.log;

import org.jspecify.annotations.Nullable;

/** The log cannot be read, or not up to what was asked for: one line that says what to do. */
public final class LogException extends RuntimeException {
    /** With what to do. */
    public LogException(String message) {
        this(message, null);
    }

    /** With what to do, and what it came of. */
    public LogException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

package ledger.api.log;

import org.jspecify.annotations.Nullable;

/** The log cannot be read, or not up to what was asked for: one line that says what to do. */
public final class LogException extends RuntimeException {
    /** A failure with a line for people. */
    public LogException(String message) {
        this(message, null);
    }

    /** The same, with what it came from. */
    public LogException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

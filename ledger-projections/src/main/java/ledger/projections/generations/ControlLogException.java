package ledger.projections.generations;

import org.jspecify.annotations.Nullable;

/** The control log cannot be read or written now. */
public final class ControlLogException extends RuntimeException {
    /** With what was tried, for people. */
    public ControlLogException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

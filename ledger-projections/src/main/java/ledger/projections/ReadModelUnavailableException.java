package ledger.projections;

import org.jspecify.annotations.Nullable;

/** A read model cannot be read in this process now: it starts, moves between processes, or has failed. Try again later. */
public class ReadModelUnavailableException extends RuntimeException {
    /** With what is the matter, for people. */
    public ReadModelUnavailableException(String message) {
        this(message, null);
    }

    /** With what is the matter, for people, and the cause. */
    public ReadModelUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

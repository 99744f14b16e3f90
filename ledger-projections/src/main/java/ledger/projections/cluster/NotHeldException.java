package ledger.projections.cluster;

import org.jspecify.annotations.Nullable;

/** Whoever was asked cannot answer for all of the partitions now: they start, move, or are elsewhere. */
public final class NotHeldException extends RuntimeException {
    /** With what is the matter, for people. */
    public NotHeldException(String message) {
        this(message, null);
    }

    /** With what is the matter, for people, and the cause. */
    public NotHeldException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

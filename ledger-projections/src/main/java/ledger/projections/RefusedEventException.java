package ledger.projections;

/** A generation that is rebuilt has met a record that is no event. The message says which, and what to do. */
public final class RefusedEventException extends RuntimeException {
    RefusedEventException(String message) {
        super(message);
    }
}

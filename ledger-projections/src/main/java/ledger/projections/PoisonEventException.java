package ledger.projections;

/** A record of the events topic that is no event: it is passed over, and goes to the dead letters. */
public final class PoisonEventException extends RuntimeException {
    PoisonEventException(String message) {
        super(message);
    }
}

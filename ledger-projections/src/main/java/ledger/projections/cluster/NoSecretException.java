package ledger.projections.cluster;

/** Another instance would have to be asked, and this one has nothing to show that it may. It does not pass by itself. */
public final class NoSecretException extends RuntimeException {
    /** @param message says which key to set */
    public NoSecretException(String message) {
        super(message);
    }
}

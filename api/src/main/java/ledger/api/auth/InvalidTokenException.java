package ledger.api.auth;

/** A token is not accepted; the message says why and repeats nothing of it. */
public final class InvalidTokenException extends Exception {
    InvalidTokenException(String message) {
        super(message, null, false, false);
    }

    InvalidTokenException(String message, Throwable cause) {
        super(message, cause, false, false);
    }
}

package ledger.api.tls;

/** A file does not hold what it should. The message says what is wrong and goes on after the file's name. */
public final class InvalidPemException extends Exception {
    InvalidPemException(String message) {
        super(message);
    }

    InvalidPemException(String message, Throwable cause) {
        super(message, cause);
    }
}

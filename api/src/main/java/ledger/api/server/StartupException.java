package ledger.api.server;

/** The server cannot start; the message is one line that says what to do. */
public final class StartupException extends RuntimeException {
    StartupException(String message) {
        super(message);
    }

    StartupException(String message, Throwable cause) {
        super(message, cause);
    }
}

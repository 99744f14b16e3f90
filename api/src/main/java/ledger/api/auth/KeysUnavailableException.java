package ledger.api.auth;

/** The keys that tokens are checked with could not be read: nothing is known of the token. */
public final class KeysUnavailableException extends RuntimeException {
    KeysUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}

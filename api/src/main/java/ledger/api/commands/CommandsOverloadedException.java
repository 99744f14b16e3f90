package ledger.api.commands;

/** The command was not appended, because too many wait or the brokers do not keep up. It may be sent again later. */
public final class CommandsOverloadedException extends RuntimeException {
    CommandsOverloadedException(String message) {
        super(message);
    }

    CommandsOverloadedException(String message, Throwable cause) {
        super(message, cause);
    }
}

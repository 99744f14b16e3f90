package ledger.api.commands;

/** The command was not appended, because too many wait or the brokers do not keep up. It may be sent again later. */
public final class CommandsOverloadedException extends RuntimeException {
    static CommandsOverloadedException noRoom() {
        return new CommandsOverloadedException("too many commands are under way");
    }

    static CommandsOverloadedException afterOneNotSent(RuntimeException reason) {
        return new CommandsOverloadedException("a command before it in the batch was not sent", reason);
    }

    CommandsOverloadedException(String message) {
        super(message);
    }

    CommandsOverloadedException(String message, Throwable cause) {
        super(message, cause);
    }
}

package ledger.commands.topology;

/**
 * A record of the command topic that no shard may decide, though it could be read: it goes to the dead letters and the
 * shard goes on. Everything else that is thrown stops the shard.
 */
public final class PoisonCommandException extends RuntimeException {
    PoisonCommandException(String message) {
        super(message);
    }

    PoisonCommandException(String message, Throwable cause) {
        super(message, cause);
    }
}

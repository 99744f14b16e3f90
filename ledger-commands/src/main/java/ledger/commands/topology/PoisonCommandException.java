package ledger.commands.topology;

/**
 * A command or a message that no shard may act on, though it could be read: it goes to the dead letters and the shard goes
 * on. Everything else that is thrown stops the shard.
 */
public final class PoisonCommandException extends RuntimeException {
    PoisonCommandException(String message) {
        super(message);
    }
}

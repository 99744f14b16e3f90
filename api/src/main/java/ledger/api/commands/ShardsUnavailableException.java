package ledger.api.commands;

/**
 * What the shards remember cannot be read at the moment: they start, restore, move, or have not committed it. Nothing was
 * appended.
 */
public final class ShardsUnavailableException extends RuntimeException {
    /** With what is the matter, where nothing else caused it. */
    public ShardsUnavailableException(String message) {
        super(message);
    }

    /** With what is the matter. */
    public ShardsUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}

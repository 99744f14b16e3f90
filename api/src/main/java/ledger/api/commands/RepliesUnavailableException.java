package ledger.api.commands;

/** The command was not appended: this instance has no partition of the outcomes topic to hear its reply on. */
public final class RepliesUnavailableException extends RuntimeException {
    RepliesUnavailableException() {
        super("no partition of the outcomes topic is assigned to this instance yet");
    }
}

package ledger.topics;

/**
 * A topic exists, but not as this ledger needs it. Its message is one line that names the topic, what was expected, what
 * was found and what to do. Fatal: going on would place or lose records wrongly.
 */
public final class TopicMismatchException extends RuntimeException {

    TopicMismatchException(String message) {
        super(message);
    }
}

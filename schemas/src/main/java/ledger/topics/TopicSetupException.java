package ledger.topics;

import org.jspecify.annotations.Nullable;

/** The topics could not be looked at or created. Its message is one line that says why and what to do. */
public final class TopicSetupException extends RuntimeException {

    TopicSetupException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

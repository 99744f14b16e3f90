package ledger.projections.generations;

import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;

/** Waits for answers of an admin client, which has a timeout of its own. */
final class AdminCalls {
    private AdminCalls() {}

    /** @throws KafkaException what the cluster answered */
    static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            // Sets the thread's flag again.
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException answer ? answer : new KafkaException(e.getCause());
        }
    }
}

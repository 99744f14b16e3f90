package ledger.projections.cluster;

import java.time.Duration;
import java.util.SortedSet;

/** The other instances, to be asked. Thread-safe. */
@FunctionalInterface
public interface Peers {
    /**
     * Asks an instance to answer for partitions from what it has itself: it asks nobody else.
     *
     * @param question the name of a {@link PartitionQuestion}
     * @param argument the question in bytes
     * @return the answer for all of these partitions, in bytes
     * @throws NotHeldException if it cannot be reached or cannot answer for all of them
     * @throws NoSecretException if no instance can be asked
     */
    byte[] ask(Instance instance, String question, SortedSet<Integer> partitions, byte[] argument, Duration timeout);
}

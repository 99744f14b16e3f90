package ledger.projections.cluster;

import java.util.List;
import java.util.SortedSet;
import org.apache.kafka.common.serialization.Serde;

/**
 * A question that every partition answers for itself. An instance answers for the partitions that it has, in one answer;
 * whoever asks puts the answers together. Made for {@link Cluster#register}, once for the process.
 *
 * @param <Q> what is asked
 * @param <A> what instances answer
 */
public interface PartitionQuestion<Q, A> {
    /** Unique in the process: path segments of lower case letters and hyphens, {@code shards/outcomes}. */
    String name();

    /** How the question travels. */
    Serde<Q> questions();

    /** How answers travel. */
    Serde<A> answers();

    /** How many partitions there are. */
    int partitions();

    /**
     * Who has a partition, as far as this process knows: its owner first, then those with a copy. Nobody while that
     * is not known.
     */
    List<Instance> holders(int partition);

    /** Whether a partition can be read in this process now. */
    boolean isReadable(int partition, Reach reach);

    /**
     * Answers for partitions from what is in this process.
     *
     * @throws NotHeldException if it cannot answer for all of them
     */
    A answer(SortedSet<Integer> partitions, Q question, Reach reach);
}

package ledger.projections.generations;

import java.util.Set;

/**
 * What generations have in the cluster: groups and internal topics.
 *
 * <p>All methods throw {@link org.apache.kafka.common.KafkaException} when the cluster cannot be asked now.
 */
public interface GenerationResources {
    /** The application ids of this ledger's generations that have any. */
    Set<String> applications();

    /**
     * Deletes all that a generation has, if its group has no member.
     *
     * @return whether nothing is left
     */
    boolean delete(String applicationId);
}

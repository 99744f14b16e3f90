package ledger.projections;

import java.util.List;

/**
 * A read model: what it keeps and how an event changes it. Everything else is common to all of them: the topology
 * ({@link ProjectionTopology}), the digest ({@link ModelDigest}), waiting for a version ({@link ReadBarrier}), and
 * generations with their rebuild.
 *
 * <p>What is in the stores must follow from the events alone, without clock or randomness, so that a rebuild gives the
 * same model.
 */
public interface Projection {
    /** Its name in the API and in application ids: lower case letters, digits and single hyphens, starting with a letter. */
    String name();

    /** All of its stores. */
    List<ProjectionStore<?, ?>> stores();

    /** Makes the fold of one partition, over that partition's stores. Called once for every task. */
    EventFolder folder(FoldContext context);
}

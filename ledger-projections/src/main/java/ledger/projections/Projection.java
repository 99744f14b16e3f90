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

    /**
     * Version of its code, from 1: raised with every change that makes the same events give another model. A rebuilt
     * generation is compared with the serving one if both were built with the same version.
     */
    default int version() {
        return 1;
    }

    /** All of its stores. */
    List<ProjectionStore<?, ?>> stores();

    /** Makes the fold of one partition, over that partition's stores. Called once for every task. */
    EventFolder folder(FoldContext context);
}

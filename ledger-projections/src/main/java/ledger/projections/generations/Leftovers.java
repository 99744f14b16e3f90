package ledger.projections.generations;

import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what generations that ended have left: groups and internal topics in the cluster, and state on this disk, also
 * of a process that crashed before it could. Touches nothing but generations of known projections that the log has
 * retired.
 */
final class Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

    private final GenerationEnvironment environment;
    private final Map<String, ManagedProjection> projections;

    Leftovers(GenerationEnvironment environment, Map<String, ManagedProjection> projections) {
        this.environment = environment;
        this.projections = projections;
    }

    /** Deletes what can be deleted; returns whether nothing was found. */
    boolean sweep() {
        boolean clean = true;
        for (String application : environment.factory().localApplications()) {
            if (isRetired(application)) {
                LOG.info("Deletes the local state of {}", application);
                environment.factory().deleteLocalState(application);
                clean = false;
            }
        }
        for (String application : environment.resources().applications()) {
            if (isRetired(application)) {
                boolean deleted = environment.resources().delete(application);
                LOG.info("{} group and internal topics of {}", deleted ? "Deleted" : "Cannot yet delete", application);
                clean = false;
            }
        }
        return clean;
    }

    private boolean isRetired(String application) {
        return environment
                .names()
                .parse(application)
                .filter(generation -> {
                    ManagedProjection projection = projections.get(generation.projection());
                    return projection != null && projection.isRetired(generation.number());
                })
                .isPresent();
    }
}

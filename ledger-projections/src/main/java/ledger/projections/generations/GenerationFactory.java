package ledger.projections.generations;

import java.util.Set;
import ledger.projections.Projection;

/** Makes generations run in this process, and knows what they have left on its disk. */
public interface GenerationFactory {
    /** A generation, not started. Two of one application id must not be open at a time. */
    GenerationRuntime create(Projection projection, String applicationId);

    /** The application ids that have local state, of whatever program. */
    Set<String> localApplications();

    /** Deletes the local state of a generation that is not open. */
    void deleteLocalState(String applicationId);
}

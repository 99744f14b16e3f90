package ledger.api.server;

import ledger.projections.Projections;

/** The read models of the application, for tests of all of them. */
public final class RegisteredProjections {
    private RegisteredProjections() {}

    /** All, without running them. */
    public static Projections all() {
        return ReadModels.registered();
    }
}

package ledger.projections;

import ledger.language.AccountEvent;

/** Folds the events of one partition into its stores. Used by one thread. */
@FunctionalInterface
public interface EventFolder {
    /**
     * Brings the stores up to the event. The events of an account arrive in the order of their versions; one that was
     * folded before may arrive again and must change nothing, and versions may be missing: see {@link VersionGate}.
     */
    void fold(AccountEvent event);
}

package ledger.projections;

import ledger.language.AccountId;

/** Learns of versions that a projection never got. Called by the threads that fold: must be quick and thread-safe. */
@FunctionalInterface
public interface GapListener {
    /**
     * Versions are missing: all from the expected one to the one before that found.
     *
     * @param projection its name
     */
    void gap(String projection, AccountId account, long expectedVersion, long foundVersion);
}

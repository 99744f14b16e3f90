package ledger.projections;

import ledger.language.AccountEvent;

/**
 * Tells events that are new from those that were folded before, and reports versions that never came: an event that
 * could not be decoded went to the dead-letter topic, and the next one says what stands after it.
 */
public final class VersionGate {
    private final String projection;
    private final GapListener listener;

    /** For a projection of that name. */
    public VersionGate(String projection, GapListener listener) {
        this.projection = projection;
        this.listener = listener;
    }

    /**
     * Whether the event is to be folded.
     *
     * @param seen the account's last version that was folded, 0 where there was none
     */
    public boolean admits(long seen, AccountEvent event) {
        if (event.version() <= seen) {
            return false;
        }
        if (event.version() > seen + 1) {
            listener.gap(projection, event.accountId(), seen + 1, event.version());
        }
        return true;
    }
}

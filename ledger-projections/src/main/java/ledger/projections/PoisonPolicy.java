package ledger.projections;

/**
 * Whether a generation passes over records that are no events, which then become dead letters. One that serves does: one
 * bad record stops nothing. One that is rebuilt from the log does not, unless it was asked to: a model that lacks events
 * must not take over without anybody knowing. Thread-safe.
 */
public final class PoisonPolicy {
    private volatile boolean refuses;

    /** Whether to fail at the next such record, from now on. */
    public void refuse(boolean refuse) {
        refuses = refuse;
    }

    /**
     * Returns if the record may be passed over.
     *
     * @param cause what is wrong with it
     * @throws RefusedEventException if it may not
     */
    public void passOver(String topic, int partition, long offset, Exception cause) {
        if (refuses) {
            throw new RefusedEventException(
                    "the record at offset " + offset + " of partition " + partition + " of " + topic
                            + " is no event that this program can read (" + cause.getMessage()
                            + "); to rebuild without such records, ask with skipPoison=true");
        }
    }
}

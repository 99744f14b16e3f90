package ledger.projections.generations;

/**
 * The log in which instances agree on generations. All see the same records in the same order.
 *
 * <p>It is compacted: of each projection only the last record is sure to stay. All methods throw
 * {@link ControlLogException} when the log cannot be used now.
 */
public interface ControlLog extends AutoCloseable {
    /** Gets the records. */
    @FunctionalInterface
    interface Follower {
        /** The next record. Called by one thread; must neither block nor publish. */
        void changed(String projection, ControlState state);
    }

    /** Gives the follower all records from the first on; returns when it has got those that there are now. Called once. */
    void follow(Follower follower);

    /** Appends a record; returns when the follower has got it, and so all before it. */
    void publish(String projection, ControlState state);

    /** Ends following. */
    @Override
    void close();
}

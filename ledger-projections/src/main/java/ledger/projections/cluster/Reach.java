package ledger.projections.cluster;

/** Which of the partitions in this process may be read. */
public enum Reach {
    /** Those that this process folds. */
    OWNED,
    /**
     * Also copies that this process keeps for others, where it is known that a copy has everything that its owner had
     * committed a moment ago: one that is still being filled is none.
     */
    HELD
}

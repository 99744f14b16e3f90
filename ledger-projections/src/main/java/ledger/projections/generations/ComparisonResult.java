package ledger.projections.generations;

/** What came of a comparison. */
public enum ComparisonResult {
    /** The generations were equal, and the new one took over. */
    EQUAL,
    /** They were not, and the rebuild failed. */
    DIFFERENT,
    /** None was made, for a reason that the log tells. */
    NONE,
    /** It was begun again at other positions. */
    AGAIN
}

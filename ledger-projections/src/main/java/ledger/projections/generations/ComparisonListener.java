package ledger.projections.generations;

/** Learns of comparisons that this instance has decided. Must be quick. */
@FunctionalInterface
public interface ComparisonListener {
    /** What came of one. */
    void compared(String projection, ComparisonResult result);
}

package ledger.projections.generations;

/**
 * How far a group is in a partition of the events.
 *
 * @param committed the next offset that it would read; 0 if it has committed none
 * @param end the next offset that will be written, after the last committed transaction
 */
public record PartitionProgress(long committed, long end) {
    long behind() {
        return Math.max(0, end - committed);
    }
}

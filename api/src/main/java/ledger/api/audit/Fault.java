package ledger.api.audit;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Something that does not hold.
 *
 * @param topic where it was found
 * @param account whose record it is, from the key; {@code null} where there is no record
 * @param what in one line what is wrong
 * @param expected what should be there
 * @param found what is there
 */
public record Fault(
        String topic,
        int partition,
        long offset,
        @Nullable String account,
        String what,
        String expected,
        String found) {
    /** The order in which faults of a topic are told. */
    static final Comparator<Fault> BY_PLACE = Comparator.comparing(Fault::topic)
            .reversed()
            .thenComparingInt(Fault::partition)
            .thenComparingLong(Fault::offset);

    /** All of it in one line. */
    @Override
    public String toString() {
        return "partition %d, offset %d of %s%s: %s: expected %s, found %s"
                .formatted(
                        partition, offset, topic, account == null ? "" : ", account " + account, what, expected, found);
    }
}

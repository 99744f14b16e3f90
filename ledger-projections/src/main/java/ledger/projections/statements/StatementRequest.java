package ledger.projections.statements;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a statement is wanted.
 *
 * @param from only entries recorded at that time or later; {@code null}: from the first
 * @param to only entries recorded before that time; {@code null}: up to the last
 * @param cursor only entries after that version in the order of the page: what the page before gave; {@code null}: the
 *     first page
 * @param limit how many entries at most, 1 or more
 */
public record StatementRequest(
        @Nullable Instant from,
        @Nullable Instant to,
        Order order,
        @Nullable Long cursor,
        int limit) {
    /** How a page is ordered. */
    public enum Order {
        /** Oldest first. */
        ASC,
        /** Newest first. */
        DESC
    }
}

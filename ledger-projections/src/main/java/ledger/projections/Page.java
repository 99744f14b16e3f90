package ledger.projections;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a longer list.
 *
 * @param nextCursor where the next page starts: after this; {@code null} at the end of the list
 */
public record Page<T, C>(List<T> items, @Nullable C nextCursor) {
    public Page {
        items = List.copyOf(items);
    }
}

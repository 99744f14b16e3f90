package ledger.language;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Maps that always have the same order. {@link Map#copyOf} has another one in every process, and what is written from it
 * would not be the same bytes again.
 */
final class SortedMaps {
    private SortedMaps() {}

    /** An unmodifiable copy in the order of the keys. */
    static <V> Map<String, V> copyOf(Map<String, V> map) {
        // Map.copyOf refuses nulls.
        return map.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(Map.copyOf(map)));
    }
}

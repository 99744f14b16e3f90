package ledger.api.config;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** What a mistyped name was probably meant to be. */
final class Suggestions {

    private static final int FURTHEST = 4;

    private Suggestions() {}

    /** {@code ; did you mean NAME?}, or nothing when no candidate is near. */
    static String didYouMean(String name, Stream<String> candidates) {
        Optional<String> nearest = candidates
                .filter(candidate -> distance(name, candidate) <= FURTHEST)
                .min(Comparator.comparingInt(candidate -> distance(name, candidate)));
        return nearest.map(candidate -> "; did you mean " + candidate + "?").orElse("");
    }

    /** Levenshtein's: insertions, deletions and replacements of one character. */
    private static int distance(String from, String to) {
        int[] previous = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] current = new int[to.length() + 1];
            current[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[to.length()];
    }
}

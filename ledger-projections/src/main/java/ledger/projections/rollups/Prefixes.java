package ledger.projections.rollups;

import java.util.ArrayList;
import java.util.List;
import ledger.language.AccountId;

/** The prefixes that totals are kept of: the empty one, and the first levels of an id, a level ending at a colon. */
final class Prefixes {
    /** So many levels: each is another row to write for every event. */
    static final int LEVELS = 8;

    private static final char SEPARATOR = ':';

    private Prefixes() {}

    /** Those that an account counts under, the empty one first. */
    static List<String> of(AccountId account) {
        String id = account.value();
        List<String> prefixes = new ArrayList<>();
        prefixes.add("");
        int end = id.indexOf(SEPARATOR) + 1;
        while (end > 0 && prefixes.size() <= LEVELS) {
            prefixes.add(id.substring(0, end));
            end = id.indexOf(SEPARATOR, end) + 1;
        }
        return prefixes;
    }

    /** Whether totals are kept of it, should there be any accounts under it. */
    static boolean isKept(String prefix) {
        return prefix.isEmpty()
                || (prefix.charAt(prefix.length() - 1) == SEPARATOR
                        && prefix.chars()
                                        .filter(character -> character == SEPARATOR)
                                        .count()
                                <= LEVELS);
    }
}

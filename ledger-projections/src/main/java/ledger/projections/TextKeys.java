package ledger.projections;

/** Bounds of ranges of keys that are made of ids and currencies, and so of ASCII characters alone. */
public final class TextKeys {
    /** The first character after those that a key may have: what begins with a prefix sorts before the prefix with this. */
    private static final char AFTER_ALL = '\u007f';

    private TextKeys() {}

    /** Not before any key with that beginning, and before every other that follows them. */
    public static String lastWith(String prefix) {
        return prefix + AFTER_ALL;
    }
}

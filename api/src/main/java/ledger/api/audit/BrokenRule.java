package ledger.api.audit;

import org.jspecify.annotations.Nullable;

/** What is wrong with the record that is being looked at. */
final class BrokenRule extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String expected;
    private final String found;

    BrokenRule(String what, @Nullable Object expected, @Nullable Object found) {
        // Where it was thrown tells nothing.
        super(what, null, false, false);
        this.expected = text(expected);
        this.found = text(found);
    }

    private static String text(@Nullable Object value) {
        return value instanceof Class<?> type ? type.getSimpleName() : String.valueOf(value);
    }

    Fault at(String topic, int partition, long offset, @Nullable String account) {
        return new Fault(topic, partition, offset, account, String.valueOf(getMessage()), expected, found);
    }

    /** For what costs nothing to name: it is evaluated for each record. */
    static void unless(boolean holds, String what, @Nullable Object expected, @Nullable Object found) {
        if (!holds) {
            throw new BrokenRule(what, expected, found);
        }
    }
}

package ledger.simulation;

import org.jspecify.annotations.Nullable;

/** A promise was broken. */
final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Check check;

    Violation(Check check, String what) {
        super(check + ": " + what);
        this.check = check;
    }

    Check check() {
        return check;
    }

    /** Throws unless it holds. */
    // The annotation that would check the format wants a library of its own.
    @SuppressWarnings("AnnotateFormatMethod")
    static void unless(boolean holds, Check check, String what, @Nullable Object... arguments) {
        if (!holds) {
            throw new Violation(check, what.formatted(arguments));
        }
    }
}

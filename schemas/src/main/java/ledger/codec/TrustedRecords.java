package ledger.codec;

import org.apache.avro.util.ClassSecurityValidator;
import org.apache.avro.util.ClassSecurityValidator.ClassSecurityPredicate;

/**
 * Avro creates only classes that it was told to trust, so that a schema from elsewhere cannot name any class it likes.
 * This trusts the records of the ledger, beside what is trusted already.
 */
public final class TrustedRecords {
    private static final String RECORDS = "ledger.records.";

    static {
        ClassSecurityPredicate before = ClassSecurityValidator.getGlobal();
        ClassSecurityValidator.setGlobal(type -> type.getName().startsWith(RECORDS) || before.isTrusted(type));
    }

    private TrustedRecords() {}

    /** Makes sure that the records are trusted; call it before any is read. */
    public static void ensure() {
        // Loading the class has done it, once.
    }
}

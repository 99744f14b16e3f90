package ledger.language;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Names a transaction. The characters are those of an {@link AccountId}. */
public record TransactionId(String value) {
    private static final int DERIVED_BYTES = 16;
    private static final Pattern DERIVED = Pattern.compile("key:[0-9a-f]{32}");

    /** @throws IllegalArgumentException if the value is no transaction id */
    public TransactionId {
        if (!AccountId.isValid(value)) {
            throw new IllegalArgumentException("not a transaction id: " + AccountId.FORM);
        }
    }

    /**
     * The id of the transaction that a command makes: the command's own id where that is valid as one, else {@code key:}
     * and the first 128 bits of its SHA-256 in hexadecimal, so that a replay of the log arrives at the same id. A key of
     * that very form is hashed too: no client can take the id of another's transaction.
     */
    public static TransactionId of(CommandId command) {
        String key = command.value();
        if (AccountId.isValid(key) && !DERIVED.matcher(key).matches()) {
            return new TransactionId(key);
        }
        byte[] hash = Sha256.digest(key.getBytes(StandardCharsets.US_ASCII));
        return new TransactionId("key:" + HexFormat.of().formatHex(hash, 0, DERIVED_BYTES));
    }

    @Override
    public String toString() {
        return value;
    }
}

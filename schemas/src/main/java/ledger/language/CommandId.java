package ledger.language;

/** The idempotency key of a command: 1–255 visible ASCII characters. */
public record CommandId(String value) {
    private static final int MAX_LENGTH = 255;

    /** @throws IllegalArgumentException if the value is no idempotency key */
    public CommandId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not an idempotency key: 1 to 255 visible ASCII characters");
        }
    }

    /** Whether the value can be an idempotency key. */
    public static boolean isValid(String value) {
        return !value.isEmpty() && value.length() <= MAX_LENGTH && isVisibleAscii(value);
    }

    /** Without a stream, which would cost more than the look: every key that is read from a record is checked. */
    private static boolean isVisibleAscii(String value) {
        for (int i = 0; i < value.length(); i++) {
            char character = value.charAt(i);
            if (character <= ' ' || character >= 0x7f) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return value;
    }
}

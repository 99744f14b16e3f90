package ledger.language;

/**
 * Names an account: 1–128 of {@code A-Z a-z 0-9 _ . : - { }}, or the reserved {@link #WORLD}.
 *
 * <p>The part between the first {@code {} and the next {@code }}, where not empty, is the hash tag: accounts that share
 * it share a shard.
 */
public record AccountId(String value) implements Comparable<AccountId> {
    /** What an id has to be, those of transactions too, for messages. */
    public static final String FORM = "1 to 128 of A-Z a-z 0-9 _ . : - { }";

    /** The boundary account: where money comes from and goes to. It has no limit, no owner and no state of its own. */
    public static final AccountId WORLD = new AccountId("@world");

    private static final int MAX_LENGTH = 128;

    /** @throws IllegalArgumentException if the value is no account id */
    public AccountId {
        if (!isValid(value) && !value.equals("@world")) {
            throw new IllegalArgumentException("not an account id: " + FORM);
        }
    }

    /** Whether the value can name an account that someone may open. */
    public static boolean isValid(String value) {
        return !value.isEmpty() && value.length() <= MAX_LENGTH && consistsOfAllowed(value);
    }

    /** Without a stream, which would cost more than the look: every id that is read from a record is checked. */
    private static boolean consistsOfAllowed(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (!isAllowed(value.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAllowed(char character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9')
                || "_.:-{}".indexOf(character) >= 0;
    }

    /** Whether this is a boundary account, decided by nobody. */
    public boolean isBoundary() {
        return value.charAt(0) == '@';
    }

    @Override
    public int compareTo(AccountId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}

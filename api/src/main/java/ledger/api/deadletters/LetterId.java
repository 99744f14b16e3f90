package ledger.api.deadletters;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a dead letter is in the topic of the dead letters; as text {@code PARTITION:OFFSET}.
 *
 * @param partition not negative
 * @param offset not negative
 */
public record LetterId(int partition, long offset) {
    private static final Pattern TEXT = Pattern.compile("([0-9]{1,9}):([0-9]{1,18})");

    /**
     * Reads an id.
     *
     * @throws IllegalArgumentException if it is none, with a message for whoever wrote it
     */
    public static LetterId parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not the id of a dead letter, PARTITION:OFFSET as in 0:17");
        }
        return new LetterId(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2)));
    }

    @Override
    public String toString() {
        return partition + ":" + offset;
    }
}

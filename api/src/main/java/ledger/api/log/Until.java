package ledger.api.log;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import ledger.language.AccountEvent;

/** Up to which point the log counts. */
public sealed interface Until {
    /** All that is in the log when reading begins. */
    record Now() implements Until {}

    /** What was recorded at a time or before. */
    record Time(Instant time) implements Until {}

    /**
     * In each partition, what stands before an offset.
     *
     * @param ends by partition, all of them
     */
    record Position(Map<Integer, Long> ends) implements Until {
        public Position {
            ends = Map.copyOf(ends);
        }
    }

    /**
     * Reads a time in RFC 3339, {@code 2026-01-31T12:00:00Z}, or a position, {@code 0:1200,1:1187}: for each partition the
     * offset before which events count.
     *
     * @throws IllegalArgumentException if it is neither, with a message for whoever wrote it
     */
    static Until parse(String text) {
        return text.contains("T") || text.contains("-") ? new Time(time(text)) : new Position(position(text));
    }

    private static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is neither a time as in 2026-01-31T12:00:00Z nor a position as in 0:1200,1:1187",
                    e);
        }
    }

    private static Map<Integer, Long> position(String text) {
        Pattern part = Pattern.compile("([0-9]{1,9}):([0-9]{1,18})");
        Map<Integer, Long> ends = new TreeMap<>();
        for (String item : text.split(",", -1)) {
            Matcher matcher = part.matcher(item.strip());
            if (!matcher.matches()) {
                throw new IllegalArgumentException("'" + text
                        + "' is neither a time as in 2026-01-31T12:00:00Z nor a position as in 0:1200,1:1187");
            }
            if (ends.put(Integer.valueOf(matcher.group(1)), Long.valueOf(matcher.group(2))) != null) {
                throw new IllegalArgumentException("'" + text + "' has partition " + matcher.group(1) + " twice");
            }
        }
        return ends;
    }

    /** Whether an event counts. Of a position, all events that are read do: reading ends there. */
    default boolean includes(AccountEvent event) {
        return !(this instanceof Time(Instant time)) || !event.recordedAt().isAfter(time);
    }
}

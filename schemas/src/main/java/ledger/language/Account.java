package ledger.language;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An account as it stands after the event of its {@code version}.
 *
 * @param balance what is posted, in minor units; negative where overdrawn
 * @param reserved what is set aside of it, zero or positive
 * @param incoming what is reserved to come in, zero or positive: a maximum balance keeps room for it
 * @param reservations how many transactions it has reserved something for, also where their sum is nothing
 * @param version 1 for the opening, then one more with every event
 * @param openedAt time of version 1
 * @param updatedAt time of this version
 */
public record Account(
        AccountId id,
        Asset asset,
        AccountStatus status,
        Amount balance,
        Amount reserved,
        Amount incoming,
        int reservations,
        Limits limits,
        long version,
        Map<String, String> metadata,
        Instant openedAt,
        Instant updatedAt) {
    /** An account that has more of them, from before there was a limit, may not get still more. */
    public static final int MAX_METADATA_ENTRIES = 50;

    public Account {
        metadata = SortedMaps.copyOf(metadata);
    }

    /** When an event decided at that time is recorded: never before its last one, where clocks differ or were set back. */
    public Instant nextRecordedAt(Instant time) {
        return time.isBefore(updatedAt) ? updatedAt : time;
    }

    /** What may still be debited: balance − reserved + overdraft limit; {@code null} where that is unlimited. */
    public @Nullable Amount available() {
        Amount overdraft = limits.overdraft();
        return overdraft == null ? null : balance.minus(reserved).plus(overdraft);
    }
}

package ledger.language;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to an account. Each version of an account has exactly one event, and the events are the only
 * source of truth.
 *
 * @param version of the account, 1, 2, 3 … without gaps
 * @param transactionId the transaction, where money moved or was reserved
 * @param commandId the command that was decided
 * @param asset the account's
 * @param balance posted, after the event
 * @param reserved after the event
 * @param incoming reserved to come in, after the event
 * @param reservations how many transactions something is reserved for, after the event
 * @param recordedAt when it was decided, to the millisecond; never before the account's former event
 * @param effectiveAt when it counts for the client, to the microsecond
 */
public record AccountEvent(
        AccountId accountId,
        long version,
        @Nullable TransactionId transactionId,
        CommandId commandId,
        Asset asset,
        Amount balance,
        Amount reserved,
        Amount incoming,
        int reservations,
        Instant recordedAt,
        Instant effectiveAt,
        AccountChange change) {

    /** Names the event in the whole ledger. */
    public String eventId() {
        return accountId.value() + "@" + version;
    }
}

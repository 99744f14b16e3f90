package ledger.commands.topology;

import ledger.commands.domain.transactions.CommandListener;
import ledger.topics.LedgerHeaders;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * The record that something is done for: what is made of it has its time and tells where it came from.
 *
 * @param timestamp in milliseconds since 1970
 * @param headers passed on
 */
record Origin(long timestamp, Headers headers) {
    /** The origin of what a record causes. */
    static Origin of(Record<?, ?> record) {
        return new Origin(record.timestamp(), record.headers());
    }

    /** What the clock causes. */
    static Origin ofClock(long timestamp) {
        return new Origin(timestamp, new RecordHeaders());
    }

    /** Who sent the command that the record is. */
    CommandListener listener() {
        return new CommandListener(
                replyPartition(LedgerHeaders.text(headers, LedgerHeaders.REPLY_PARTITION)),
                false,
                LedgerHeaders.text(headers, LedgerHeaders.REQUEST_ID),
                LedgerHeaders.text(headers, LedgerHeaders.TRACEPARENT));
    }

    /** A sender that does not say where it listens does not listen; the outcome is kept all the same. */
    private static int replyPartition(@Nullable String header) {
        try {
            return header == null ? 0 : Integer.parseInt(header);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Whether its sender asks for a commit at once. */
    boolean isUrgent() {
        return LedgerHeaders.text(headers, LedgerHeaders.COMMIT_SOON) != null;
    }

    /** The headers that follow it to events: who asked, not where the answer goes. */
    Headers forEvents() {
        return forMessages().remove(LedgerHeaders.COMMIT_SOON);
    }

    /** The headers that follow it to other shards, where it is as urgent as here. */
    Headers forMessages() {
        // What is said of an answer is ours to say.
        return new RecordHeaders(headers).remove(LedgerHeaders.REPLY_PARTITION).remove(LedgerHeaders.REPLAYED);
    }
}

package ledger.commands.topology;

import ledger.commands.domain.transactions.CommandListener;
import ledger.topics.RecordHeaders;
import org.apache.kafka.common.header.Headers;
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
        return new Origin(timestamp, new org.apache.kafka.common.header.internals.RecordHeaders());
    }

    /** Who sent the command that the record is. */
    CommandListener listener() {
        return new CommandListener(
                replyPartition(RecordHeaders.text(headers, RecordHeaders.REPLY_PARTITION)),
                false,
                RecordHeaders.text(headers, RecordHeaders.REQUEST_ID),
                RecordHeaders.text(headers, RecordHeaders.TRACEPARENT));
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
        return RecordHeaders.text(headers, RecordHeaders.COMMIT_SOON) != null;
    }

    /** The headers that follow it to events: who asked, not where the answer goes. */
    Headers forEvents() {
        return forMessages().remove(RecordHeaders.COMMIT_SOON);
    }

    /** The headers that follow it to other shards, where it is as urgent as here. */
    Headers forMessages() {
        // What is said of an answer is ours to say.
        return new org.apache.kafka.common.header.internals.RecordHeaders(headers)
                .remove(RecordHeaders.REPLY_PARTITION)
                .remove(RecordHeaders.REPLAYED);
    }
}

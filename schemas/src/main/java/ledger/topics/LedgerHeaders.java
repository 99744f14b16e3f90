package ledger.topics;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Names and values of the headers of the ledger's records; values are UTF-8 text, but those of the hash chain bytes. */
public final class LedgerHeaders {
    /** On commands: the partition of the outcomes topic where the sender listens, in decimal. */
    public static final String REPLY_PARTITION = "ledger-reply-partition";

    /** On commands and shard messages: {@code true} where the shard should commit at once, and not gather more records first. */
    public static final String COMMIT_SOON = "ledger-commit-soon";

    /** On outcomes: {@code true} where the answer is a former one, repeated. */
    public static final String REPLAYED = "ledger-replayed";

    /** On commands, events and outcomes: the id of the HTTP request, as in the server's log. */
    public static final String REQUEST_ID = "ledger-request-id";

    /** On commands, events and outcomes: W3C trace context. */
    public static final String TRACEPARENT = "traceparent";

    /** On dead letters: how the names of all headers begin that say what was wrong; named as Kafka Streams names them. */
    public static final String ERRORS = "__streams.errors.";

    /** On dead letters: the class of the exception. */
    public static final String ERROR_CLASS = ERRORS + "exception";

    /** On dead letters: what the exception said. */
    public static final String ERROR_MESSAGE = ERRORS + "message";

    /** On dead letters: the topic that the record was in. */
    public static final String ERROR_TOPIC = ERRORS + "topic";

    /** On dead letters: the partition that the record was in, in decimal. */
    public static final String ERROR_PARTITION = ERRORS + "partition";

    /** On dead letters: the offset that the record had, in decimal. */
    public static final String ERROR_OFFSET = ERRORS + "offset";

    /** On records that were dead letters and were sent again: the letter, {@code PARTITION:OFFSET}. */
    public static final String RETRY_OF = "ledger-retry-of";

    /** On events: the {@link ChainHash} of the record before it in its partition, in bytes. */
    public static final String CHAIN_PREVIOUS = "ledger-previous";

    /** On events: the {@link ChainHash} of the record itself, in bytes. */
    public static final String CHAIN_HASH = "ledger-hash";

    private LedgerHeaders() {}

    /** The last value of a header; {@code null} where there is none. */
    public static @Nullable String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }

    /** The last value of a header in bytes, which nobody may change; {@code null} where there is none. */
    public static byte @Nullable [] bytes(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null ? null : header.value();
    }

    /** Sets a header to one value. */
    public static void put(Headers headers, String name, String value) {
        put(headers, name, value.getBytes(UTF_8));
    }

    /** Sets a header to one value, which nobody changes any more. */
    public static void put(Headers headers, String name, byte[] value) {
        headers.remove(name);
        headers.add(name, value);
    }
}

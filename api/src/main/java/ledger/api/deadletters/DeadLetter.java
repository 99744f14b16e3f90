package ledger.api.deadletters;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import ledger.topics.LedgerHeaders;
import ledger.topics.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** A record that could not be processed, with its cause and where it was. */
public final class DeadLetter {
    /** Of these, a record that is there twice does what it does once: commands by their keys, messages by their state. */
    private static final Set<String> RETRIABLE = Set.of(Topics.COMMANDS, Topics.SHARD_MESSAGES);

    private final ConsumerRecord<byte[], byte[]> letter;

    DeadLetter(ConsumerRecord<byte[], byte[]> letter) {
        this.letter = letter;
    }

    /** Where a record was that became a dead letter. */
    public record Place(String topic, int partition, long offset) {}

    /** The letter's own id. */
    public LetterId id() {
        return new LetterId(letter.partition(), letter.offset());
    }

    /** When it became a dead letter. */
    public Instant time() {
        return Instant.ofEpochMilli(letter.timestamp());
    }

    /** Where the record was; empty where the letter does not say so, because something else than the ledger wrote it. */
    public Optional<Place> origin() {
        String topic = LedgerHeaders.text(letter.headers(), LedgerHeaders.ERROR_TOPIC);
        String partition = LedgerHeaders.text(letter.headers(), LedgerHeaders.ERROR_PARTITION);
        String offset = LedgerHeaders.text(letter.headers(), LedgerHeaders.ERROR_OFFSET);
        if (topic == null
                || partition == null
                || offset == null
                || !partition.matches("[0-9]{1,9}")
                || !offset.matches("[0-9]{1,18}")) {
            return Optional.empty();
        }
        return Optional.of(new Place(topic, Integer.parseInt(partition), Long.parseLong(offset)));
    }

    /** The class of the exception; empty where the letter does not name it. */
    public Optional<String> exception() {
        return Optional.ofNullable(LedgerHeaders.text(letter.headers(), LedgerHeaders.ERROR_CLASS));
    }

    /** What the exception said; empty where the letter does not tell. */
    public Optional<String> message() {
        return Optional.ofNullable(LedgerHeaders.text(letter.headers(), LedgerHeaders.ERROR_MESSAGE));
    }

    /** The record's key as it came. */
    public byte @Nullable [] key() {
        return letter.key();
    }

    /** The record's value as it came. */
    public byte @Nullable [] value() {
        return letter.value();
    }

    /** All headers, in order: the record's own, and those that say what was wrong. */
    public List<Map.Entry<String, String>> headers() {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        for (Header header : letter.headers()) {
            headers.add(Map.entry(header.key(), header.value() == null ? "" : ByteText.textOrHex(header.value())));
        }
        return headers;
    }

    /** Why the record must not be sent again; empty where it may. */
    public Optional<String> refusal() {
        Optional<Place> origin = origin();
        if (origin.isEmpty()) {
            return Optional.of("it does not say where the record was");
        }
        String topic = origin.get().topic();
        if (topic.equals(Topics.EVENTS)) {
            return Optional.of(topic + " is the source of truth, to which only the shards write");
        }
        return RETRIABLE.contains(topic)
                ? Optional.empty()
                : Optional.of("only records of " + Topics.COMMANDS + " and " + Topics.SHARD_MESSAGES
                        + " can be sent again, not of " + topic);
    }

    /** The record as it was, to where it was, with a header that names this letter. */
    ProducerRecord<byte[], byte[]> again(Place origin) {
        Headers headers = new RecordHeaders();
        for (Header header : letter.headers()) {
            if (!header.key().startsWith(LedgerHeaders.ERRORS)) {
                headers.add(header);
            }
        }
        LedgerHeaders.put(headers, LedgerHeaders.RETRY_OF, id().toString());
        return new ProducerRecord<>(origin.topic(), origin.partition(), null, letter.key(), letter.value(), headers);
    }
}

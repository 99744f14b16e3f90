package ledger.api.streams;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import ledger.topics.LedgerHeaders;
import ledger.topics.Topics;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes dead letters and counts them by the topic that they came from. A dead letter is the record as it came, key, value
 * and headers, with its cause and origin in more headers, named as Kafka Streams names them.
 */
public final class DeadLetters {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
    private static final Map<String, LongAdder> COUNTS = new ConcurrentHashMap<>();

    private DeadLetters() {}

    /** Tells every topic's count so far in this process. */
    public static void counts(BiConsumer<String, Long> topicAndCount) {
        COUNTS.forEach((topic, count) -> topicAndCount.accept(topic, count.sum()));
    }

    /** How many records of a topic were made dead letters in this process. */
    public static long count(String topic) {
        LongAdder count = COUNTS.get(topic);
        return count == null ? 0 : count.sum();
    }

    static ProducerRecord<byte[], byte[]> letter(
            ErrorHandlerContext from, byte[] key, byte[] value, Exception exception) {
        Throwable cause = exception.getCause() == null ? exception : exception.getCause();
        LOG.warn("To the dead letters: {}-{} offset {}", from.topic(), from.partition(), from.offset(), exception);
        COUNTS.computeIfAbsent(from.topic(), _ -> new LongAdder()).increment();
        // Those of a letter that was sent again and is undecodable again are this one's alone.
        Headers headers = new RecordHeaders(from.headers());
        LedgerHeaders.put(headers, LedgerHeaders.ERROR_CLASS, cause.getClass().getName());
        LedgerHeaders.put(headers, LedgerHeaders.ERROR_MESSAGE, String.valueOf(exception.getMessage()));
        LedgerHeaders.put(headers, LedgerHeaders.ERROR_TOPIC, from.topic());
        LedgerHeaders.put(headers, LedgerHeaders.ERROR_PARTITION, Integer.toString(from.partition()));
        LedgerHeaders.put(headers, LedgerHeaders.ERROR_OFFSET, Long.toString(from.offset()));
        return new ProducerRecord<>(Topics.DEAD_LETTERS, null, null, key, value, headers);
    }
}

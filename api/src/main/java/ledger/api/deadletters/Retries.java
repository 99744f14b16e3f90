package ledger.api.deadletters;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.ToIntFunction;
import ledger.api.deadletters.DeadLetter.Place;
import ledger.api.log.LogException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends the records of dead letters again to where they were: same key, value and headers, all of a call or none. The id
 * of its transactions is always the same, so that of two that run at once only the later goes on.
 */
public final class Retries implements AutoCloseable {
    private static final String TRANSACTIONAL_ID = "ledger-dead-letters";

    private final KafkaProducer<byte[], byte[]> producer;
    private final ToIntFunction<String> partitions;

    Retries(Map<String, Object> connection, ToIntFunction<String> partitions) {
        this.partitions = partitions;
        Map<String, Object> settings = new HashMap<>(connection);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, TRANSACTIONAL_ID);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "ledger-dead-letters");
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        try {
            producer.initTransactions();
        } catch (RuntimeException e) {
            producer.close();
            throw failed(e);
        }
    }

    /**
     * A record that was sent again.
     *
     * @param letter that it was
     * @param place where it is now
     */
    public record Retried(LetterId letter, Place place) {}

    /**
     * Sends the records of these letters again, in their order.
     *
     * @throws IllegalArgumentException if one of them is {@linkplain DeadLetter#refusal refused}
     * @throws LogException if it failed; then it is best tried again: a record that is there twice does what it does once
     */
    public List<Retried> retry(List<DeadLetter> letters) {
        List<ProducerRecord<byte[], byte[]>> records =
                letters.stream().map(this::record).toList();
        List<Future<RecordMetadata>> sent = new ArrayList<>(letters.size());
        try {
            producer.beginTransaction();
            records.forEach(record -> sent.add(producer.send(record)));
            producer.commitTransaction();
            List<Retried> retried = new ArrayList<>(letters.size());
            for (int i = 0; i < sent.size(); i++) {
                RecordMetadata now = sent.get(i).get();
                retried.add(new Retried(letters.get(i).id(), new Place(now.topic(), now.partition(), now.offset())));
            }
            return retried;
        } catch (KafkaException | ExecutionException e) {
            throw failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(e);
        }
    }

    private ProducerRecord<byte[], byte[]> record(DeadLetter letter) {
        letter.refusal().ifPresent(why -> {
            throw new IllegalArgumentException("dead letter " + letter.id() + " cannot be retried: " + why);
        });
        Place origin = letter.origin().orElseThrow();
        // A producer waits for partitions that are not there.
        if (origin.partition() >= partitions.applyAsInt(origin.topic())) {
            throw new LogException("dead letter " + letter.id() + " cannot be retried: " + origin.topic()
                    + " has no partition " + origin.partition());
        }
        return letter.again(origin);
    }

    private static LogException failed(Exception e) {
        return new LogException(
                e instanceof ProducerFencedException
                        ? "another retry of dead letters has begun: nothing was sent here"
                        : "the retry did not come to its end, try again: " + e.getMessage(),
                e);
    }

    /** An open transaction is aborted. */
    @Override
    public void close() {
        producer.close();
    }
}

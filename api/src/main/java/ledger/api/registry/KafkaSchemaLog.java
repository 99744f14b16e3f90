package ledger.api.registry;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import ledger.registry.SchemaLog;
import ledger.registry.SchemaLogRecord;
import ledger.registry.SchemaRegistryException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * The registry's log on a compacted topic with one partition, in the format of the Confluent Schema Registry.
 *
 * <p>Any number of instances may share the topic without a leader of our own making: all write in transactions under one
 * transactional id, so that Kafka lets only the instance that last took it over commit. To take over is to fence the
 * others and then to read up to the end, so that no decision is made on a state that another instance has changed.
 */
public final class KafkaSchemaLog implements SchemaLog {
    /** The topic's usual name, which is Confluent's. */
    public static final String TOPIC = "_schemas";

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** A fetch that waits for records holds up the question for the end of the topic, so that it must be short. */
    private static final int FETCH_WAIT_MS = 100;

    private static final int TAKEOVERS = 10;

    private final String topic;
    private final Supplier<Producer<String, String>> producers;
    private final SchemaTopicReader reader;
    private final ReentrantLock writing = new ReentrantLock();
    /** Null while this instance is not the writer. */
    private @Nullable Producer<String, String> producer;

    KafkaSchemaLog(String topic, Supplier<Producer<String, String>> producers, Consumer<String, String> consumer) {
        this.topic = topic;
        this.producers = producers;
        this.reader = new SchemaTopicReader(consumer, topic);
    }

    /**
     * Opens the log; creates the topic where it is missing.
     *
     * @param kafka properties for all Kafka clients: {@code bootstrap.servers}, security
     * @param topic {@link #TOPIC}, or another to keep registries apart
     * @param replicationFactor for a new topic
     * @throws ledger.topics.TopicMismatchException when the topic cannot be a registry's log
     * @throws ledger.topics.TopicSetupException when it cannot be made
     */
    public static KafkaSchemaLog open(Map<String, Object> kafka, String topic, short replicationFactor) {
        try (Admin admin = Admin.create(withClientId(kafka, topic, "admin"))) {
            SchemaTopic.ensure(admin, topic, replicationFactor);
        }
        Map<String, Object> reads = withClientId(kafka, topic, "reader");
        reads.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        reads.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        reads.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        reads.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MS);
        Map<String, Object> writes = withClientId(kafka, topic, "writer");
        writes.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, topic + "-writer");
        writes.put(ProducerConfig.ACKS_CONFIG, "all");
        writes.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        writes.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, TIMEOUT.toMillis());
        return new KafkaSchemaLog(
                topic,
                () -> new KafkaProducer<>(writes, new StringSerializer(), new StringSerializer()),
                new KafkaConsumer<>(reads, new StringDeserializer(), new StringDeserializer()));
    }

    private static Map<String, Object> withClientId(Map<String, Object> kafka, String topic, String role) {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put(CommonClientConfigs.CLIENT_ID_CONFIG, "schema-registry-" + topic + "-" + role);
        return properties;
    }

    @Override
    public void replay(java.util.function.Consumer<SchemaLogRecord> fold) {
        reader.start(fold);
        reader.awaitEnd(TIMEOUT);
    }

    @Override
    public <R> R write(Supplier<Write<R>> decision) {
        writing.lock();
        try {
            @Nullable KafkaException last = null;
            for (int i = 0; i < TAKEOVERS; i++) {
                try {
                    Producer<String, String> writer = becomeWriter();
                    Write<R> decided = decision.get();
                    append(writer, decided.records());
                    return decided.result();
                } catch (KafkaException e) {
                    if (!isTakenOver(e)) {
                        throw e;
                    }
                    // What was decided here is void, or is there to be read: decide again.
                    resign();
                    last = e;
                }
            }
            throw SchemaTopic.storeError("Every write to topic " + topic + " was overtaken; try again", last);
        } catch (KafkaException e) {
            resign();
            throw SchemaTopic.storeError("Cannot write to topic " + topic + ": " + e.getMessage(), e);
        } finally {
            writing.unlock();
        }
    }

    /**
     * Whether another instance has taken over since. A coordinator that is asked to commit just then may answer with an
     * error that no client knows, which Kafka's producer throws as what has no class of its own.
     */
    private static boolean isTakenOver(KafkaException e) {
        return e instanceof ProducerFencedException
                || e instanceof InvalidProducerEpochException
                || e instanceof InvalidTxnStateException
                || (e.getClass() == KafkaException.class && e.getCause() == null);
    }

    private Producer<String, String> becomeWriter() {
        Producer<String, String> writer = producer;
        if (writer == null) {
            writer = producers.get();
            producer = writer;
            writer.initTransactions();
            await(() -> reader.awaitEnd(TIMEOUT));
        }
        return writer;
    }

    private void append(Producer<String, String> writer, List<SchemaLogRecord> records) {
        if (records.isEmpty()) {
            return;
        }
        writer.beginTransaction();
        @Nullable Future<RecordMetadata> last = null;
        for (SchemaLogRecord next : records) {
            last = writer.send(new ProducerRecord<>(topic, 0, next.key(), next.value()));
        }
        writer.commitTransaction();
        if (last != null) {
            long offset = offsetOf(last);
            await(() -> reader.awaitRecord(offset, TIMEOUT));
        }
    }

    /** A writer that has not folded all that is written must not decide: it takes over again. */
    private void await(Runnable folded) {
        try {
            folded.run();
        } catch (SchemaRegistryException e) {
            resign();
            throw e;
        }
    }

    private static long offsetOf(Future<RecordMetadata> sent) {
        try {
            return sent.get().offset();
        } catch (ExecutionException e) {
            throw new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while writing", e);
        }
    }

    /** The next write takes over anew and reads first, so that it does not matter what became of an open transaction. */
    private void resign() {
        Producer<String, String> resigned = producer;
        producer = null;
        if (resigned != null) {
            resigned.close(Duration.ZERO);
        }
    }

    @Override
    public void catchUp() {
        reader.awaitEnd(TIMEOUT);
    }

    @Override
    public void close() {
        writing.lock();
        try {
            resign();
        } finally {
            writing.unlock();
        }
        reader.close();
    }
}

package ledger.api.streams;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * The clients of a Streams application that runs under exactly-once, as Streams makes them, but for two things: a thread that
 * commits several tasks flushes once, and {@link DecidingTransactions} are told when they begin and end.
 *
 * <p>Streams flushes for each task by itself, after it has written what its caches held of that task: with four shards on a
 * thread, four requests one after the other, each of which the commit waits for.
 */
public final class OneFlushPerCommit implements KafkaClientSupplier {
    private final DecidingTransactions transactions;

    /** For an application of whose transactions nobody asks. Streams makes it, by the name of the class. */
    public OneFlushPerCommit() {
        this(new DecidingTransactions());
    }

    /** @param transactions is told of all */
    OneFlushPerCommit(DecidingTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    /**
     * A producer that flushes once for each transaction.
     *
     * @throws IllegalArgumentException if it is to have no transactions: what it was told to flush would then count as
     *     written
     */
    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        if (config.get(ProducerConfig.TRANSACTIONAL_ID_CONFIG) == null) {
            throw new IllegalArgumentException(
                    ProducerConfig.TRANSACTIONAL_ID_CONFIG + " is missing: not exactly-once");
        }
        return new TransactionProducer(config, transactions);
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new MainConsumer(config, transactions);
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return getRestoreConsumer(config);
    }

    /** Tells when its thread goes on: with it, a thread of Streams begins each round of its work. */
    private static final class MainConsumer extends KafkaConsumer<byte[], byte[]> {
        private final DecidingTransactions transactions;

        MainConsumer(Map<String, Object> config, DecidingTransactions transactions) {
            super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
            this.transactions = transactions;
        }

        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            transactions.goesOn(Thread.currentThread());
            return super.poll(timeout);
        }
    }

    /**
     * Flushes right before it sends a transaction's offsets, when all tasks have written what they had. If a record cannot
     * be written, the offsets cannot be sent either, and the thread that commits fails: Kafka commits nothing after an error.
     */
    private static final class TransactionProducer extends KafkaProducer<byte[], byte[]> {
        private final DecidingTransactions transactions;

        TransactionProducer(Map<String, Object> config, DecidingTransactions transactions) {
            super(config, new ByteArraySerializer(), new ByteArraySerializer());
            this.transactions = transactions;
        }

        @Override
        public void beginTransaction() {
            transactions.begins(Thread.currentThread());
            super.beginTransaction();
        }

        @Override
        public void flush() {
            // What follows is the offsets or an abort, and both wait for what is not sent yet.
        }

        @Override
        public void sendOffsetsToTransaction(
                Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata groupMetadata) {
            super.flush();
            super.sendOffsetsToTransaction(offsets, groupMetadata);
        }

        /** Where it fails, it may yet have succeeded. */
        @Override
        public void commitTransaction() {
            try {
                super.commitTransaction();
                transactions.committed(Thread.currentThread());
            } finally {
                transactions.takenBack(Thread.currentThread());
            }
        }

        /** What became of every record is told before Streams goes on: later, it would be taken for the next transaction's. */
        @Override
        public void abortTransaction() {
            try {
                super.abortTransaction();
            } finally {
                transactions.takenBack(Thread.currentThread());
                super.flush();
            }
        }

        /** Streams closes the producer of a thread after its stores. */
        @Override
        public void close(Duration timeout) {
            try {
                super.close(timeout);
            } finally {
                transactions.ends(Thread.currentThread());
            }
        }
    }
}

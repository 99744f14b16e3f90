package ledger.api.streams;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What a thread of Streams writes with: flushes once for each transaction, and tells {@link DecidingTransactions} when they begin and
 * end.
 *
 * <p>Streams flushes for each task by itself, after it has written what its caches held of that task: with four shards on a
 * thread, four requests one after the other, each of which the commit waits for. This one flushes right before it sends a
 * transaction's offsets, when all tasks have written what they had. If a record cannot be written, the offsets cannot be sent
 * either, and the thread that commits fails: Kafka commits nothing after an error.
 */
final class TransactionProducer extends KafkaProducer<byte[], byte[]> {
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

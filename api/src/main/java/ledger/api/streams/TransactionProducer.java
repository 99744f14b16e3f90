package ledger.api.streams;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What a thread of Streams writes with. It differs from another producer in three ways.
 *
 * <p><b>It flushes once for each transaction.</b> Streams flushes for each task by itself, after it has written what its caches
 * held of that task: with four shards on a thread, four requests one after the other, each of which the commit waits for. This
 * one flushes right before it sends a transaction's offsets, when all tasks have written what they had. If a record cannot be written, the offsets cannot be sent
 * either, and the thread that commits fails: Kafka commits nothing after an error.
 *
 * <p><b>After a transaction that was taken back it makes no other.</b> All tasks of the thread wrote in it, so that each loses what it
 * wrote and did not commit. Streams closes those on whose account it aborts. It commits the others first, but not while a rebalance is
 * under way, and would then let them go on, behind what is lost (Kafka Streams 4.3, {@code TaskManager.handleCorruption}). A
 * producer that says it is fenced makes it close all tasks of the thread and this producer, and join the group again.
 *
 * <p><b>It tells when its transactions begin and end</b> ({@link DecidingTransactions}).
 */
final class TransactionProducer extends KafkaProducer<byte[], byte[]> {
    private final DecidingTransactions transactions;

    TransactionProducer(Map<String, Object> config, DecidingTransactions transactions) {
        super(config, new ByteArraySerializer(), new ByteArraySerializer());
        this.transactions = transactions;
    }

    /** @throws ProducerFencedException if the one before was taken back */
    @Override
    public void beginTransaction() {
        requireNotTakenBack();
        transactions.begins(Thread.currentThread());
        super.beginTransaction();
    }

    private void requireNotTakenBack() {
        if (transactions.hasTakenBack(Thread.currentThread())) {
            throw new ProducerFencedException("a transaction was taken back: all tasks of the thread start anew");
        }
    }

    /** Who asks while it sends a record has sent a part of what belongs together. */
    @Override
    public List<PartitionInfo> partitionsFor(String topic) {
        try {
            return super.partitionsFor(topic);
        } catch (TimeoutException e) {
            transactions.takenBack(Thread.currentThread());
            throw e;
        }
    }

    @Override
    public void flush() {
        // What follows is the offsets or an abort, and both wait for what is not sent yet.
    }

    /** @throws ProducerFencedException if the transaction was taken back */
    @Override
    public void sendOffsetsToTransaction(
            Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata groupMetadata) {
        requireNotTakenBack();
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
            transactions.takenBack(Thread.currentThread()); // which is none where it was committed
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

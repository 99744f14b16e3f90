package ledger.api.streams;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.errors.TaskMigratedException;
import org.jspecify.annotations.Nullable;

/**
 * What a thread of Streams reads the records of its tasks with. It differs from another consumer in three ways.
 *
 * <p><b>A task that starts reads from what is committed.</b> Streams closes a task that it finds corrupted, makes it anew, and notes
 * that its partitions are to be read again from there. But it joins the group again at once, and where that is done before the
 * task was started, it makes another one, which does not know of the note: what the task had read and not committed would never
 * be read again (Kafka Streams 4.3, {@code TaskManager.handleTasksPendingInitialization}).
 *
 * <p><b>A thread that has nothing to commit waits for records.</b> Streams looks at its commits between two polls. So that it does so
 * soon, a poll must be short ({@code poll.ms}), and a thread with nothing to do would go round a thousand times a second.
 *
 * <p><b>It makes a thread whose transaction was taken back give up its tasks at once.</b> That thread cannot commit any more
 * ({@link TransactionProducer}), but would find out only with the next record. Readers wait for that ({@link DecidingTransactions}).
 */
final class TaskConsumer extends KafkaConsumer<byte[], byte[]> {
    /** How long a thread without a transaction waits for records. Also what else it does, punctuations for one, is so late. */
    static final Duration IDLE_POLL = Duration.ofMillis(25);

    private final DecidingTransactions transactions;

    /** Those of which records were read, by some task. Used by the thread of this consumer alone. */
    private final Set<TopicPartition> read = new HashSet<>();

    TaskConsumer(Map<String, Object> config, DecidingTransactions transactions) {
        super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.transactions = transactions;
    }

    /**
     * Polls first: after it has found a task corrupted, Streams joins its group again within the poll, so that another instance may
     * take the task.
     *
     * @throws TaskMigratedException if a transaction of this thread was taken back
     */
    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        Thread thread = Thread.currentThread();
        boolean isIdle = !timeout.isZero() && timeout.compareTo(IDLE_POLL) < 0 && !transactions.hasOpen(thread);
        ConsumerRecords<byte[], byte[]> records = super.poll(isIdle ? IDLE_POLL : timeout);
        if (transactions.hasTakenBack(thread)) {
            throw new TaskMigratedException("a transaction was taken back: all tasks of the thread start anew");
        }
        read.addAll(records.partitions());
        return records;
    }

    /** Streams asks for what is committed when it starts a task, which has read nothing then, and whose partitions are paused. */
    @Override
    public Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> committed = super.committed(partitions);
        Set<TopicPartition> paused = paused();
        for (TopicPartition partition : partitions) {
            if (paused.contains(partition) && read.remove(partition)) {
                begin(partition, committed.get(partition));
            }
        }
        return committed;
    }

    private void begin(TopicPartition partition, @Nullable OffsetAndMetadata committed) {
        if (committed == null) {
            seekToBeginning(List.of(partition));
        } else {
            seek(partition, committed);
        }
    }
}

package ledger.api.registry;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import ledger.registry.SchemaLogRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folds the registry's topic from its beginning, in a thread of its own, the only one that touches the consumer. Others
 * wait here until a position has been folded.
 */
final class SchemaTopicReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SchemaTopicReader.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final long PAUSE_AFTER_ERROR_MS = 1_000;

    private final Consumer<String, String> consumer;
    private final TopicPartition partition;
    private final Queue<Wait> waits = new ConcurrentLinkedQueue<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private java.util.function.Consumer<SchemaLogRecord> fold = next -> {};

    /** Someone who waits for a position; without one, for the end of the topic as it is when the reader gets to it. */
    private record Wait(OptionalLong position, CompletableFuture<Void> done) {}

    SchemaTopicReader(Consumer<String, String> consumer, String topic) {
        this.consumer = consumer;
        this.partition = new TopicPartition(topic, 0);
        this.thread = Thread.ofPlatform().name("schema-topic-reader").daemon().unstarted(this::run);
    }

    void start(java.util.function.Consumer<SchemaLogRecord> newFold) {
        fold = newFold;
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        thread.start();
    }

    /** Returns when everything that was committed before the call has been folded. */
    void awaitEnd(Duration timeout) {
        await(OptionalLong.empty(), timeout);
    }

    /** Returns when the record at the offset has been folded. */
    void awaitRecord(long offset, Duration timeout) {
        await(OptionalLong.of(offset + 1), timeout);
    }

    private void await(OptionalLong position, Duration timeout) {
        Wait wait = new Wait(position, new CompletableFuture<>());
        waits.add(wait);
        consumer.wakeup();
        try {
            if (closing.getCount() == 0) {
                throw SchemaTopic.storeError("The schema registry is closed", null);
            }
            wait.done().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw SchemaTopic.storeError("Topic " + partition.topic() + " was not read within " + timeout, e);
        } catch (ExecutionException e) {
            throw SchemaTopic.storeError(
                    "Topic " + partition.topic() + " cannot be read: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SchemaTopic.storeError("Interrupted while reading topic " + partition.topic(), e);
        } finally {
            waits.remove(wait);
        }
    }

    private void run() {
        try {
            while (closing.getCount() > 0) {
                step();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            failWaits(new KafkaException("the schema registry is closed"));
            consumer.close();
        }
    }

    private void step() throws InterruptedException {
        try {
            for (ConsumerRecord<String, String> next : consumer.poll(POLL)) {
                if (next.key() != null) {
                    fold.accept(new SchemaLogRecord(next.key(), next.value()));
                }
            }
            serveWaits();
        } catch (WakeupException e) {
            LOG.trace("Woken up for someone who waits, or to close");
            serveWaitsAgain();
        } catch (RetriableException e) {
            LOG.warn("Reading topic {} failed and is tried again: {}", partition.topic(), e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("Reading topic {} failed and is tried again", partition.topic(), e);
            failWaits(e);
            closing.await(PAUSE_AFTER_ERROR_MS, TimeUnit.MILLISECONDS);
        }
    }

    /** After a wake-up, without waiting for another poll; a second wake-up comes back through the next step. */
    private void serveWaitsAgain() {
        try {
            serveWaits();
        } catch (WakeupException e) {
            LOG.trace("Woken up again");
        }
    }

    private void serveWaits() {
        long folded = consumer.position(partition);
        for (Iterator<Wait> each = waits.iterator(); each.hasNext(); ) {
            Wait wait = each.next();
            if (wait.position().isEmpty()) {
                // In read_committed this is the last stable offset: the end of what is committed.
                long end = Objects.requireNonNull(
                        consumer.endOffsets(List.of(partition)).get(partition));
                each.remove();
                if (folded >= end) {
                    wait.done().complete(null);
                } else {
                    waits.add(new Wait(OptionalLong.of(end), wait.done()));
                }
            } else if (folded >= wait.position().getAsLong()) {
                each.remove();
                wait.done().complete(null);
            }
        }
    }

    private void failWaits(RuntimeException cause) {
        for (Wait wait = waits.poll(); wait != null; wait = waits.poll()) {
            wait.done().completeExceptionally(cause);
        }
    }

    /** Stops the thread, which closes the consumer. */
    @Override
    public void close() {
        closing.countDown();
        if (thread.getState() == Thread.State.NEW) {
            consumer.close();
            return;
        }
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

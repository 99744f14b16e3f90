package ledger.projections.generations;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import ledger.records.ProjectionControl;
import ledger.registry.SchemaRegistryException;
import ledger.topics.BrokerFaults;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The control log as a compacted topic of one partition, followed by a thread of its own. */
public final class KafkaControlLog implements ControlLog {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaControlLog.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final long PAUSE_AFTER_FAULT_MS = 1_000;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final TopicPartition partition;
    private final Producer<String, ProjectionControl> producer;
    private final Consumer<String, ProjectionControl> consumer;
    private final InstantSource clock;
    private final Duration timeout;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    /** The next offset to follow, −1 before the start is known; guarded by the lock, as are the two below. */
    private long position = -1;

    private long endAtStart = Long.MAX_VALUE;
    /** Why nothing is followed until it is tried again. */
    private @Nullable RuntimeException failure;

    private final CountDownLatch closing = new CountDownLatch(1);
    private @Nullable Thread thread;

    /**
     * Both clients become this log's, and are closed with it.
     *
     * @param producer with {@code acks=all}
     * @param consumer without a group; it is assigned the partition
     * @param clock for the time of publication, which nothing depends on
     * @param timeout how long to wait for the topic
     */
    public KafkaControlLog(
            String topic,
            Producer<String, ProjectionControl> producer,
            Consumer<String, ProjectionControl> consumer,
            InstantSource clock,
            Duration timeout) {
        this.partition = new TopicPartition(topic, 0);
        this.producer = producer;
        this.consumer = consumer;
        this.clock = clock;
        this.timeout = timeout;
    }

    @Override
    public void follow(Follower follower) {
        thread = Thread.ofPlatform().name("projection-control").daemon().start(() -> run(follower));
        await(() -> position >= endAtStart, "read the control topic " + partition.topic());
    }

    @Override
    public void publish(String projection, ControlState state) {
        String what = "write to the control topic " + partition.topic();
        try {
            long offset = producer.send(new ProducerRecord<>(
                            partition.topic(),
                            partition.partition(),
                            projection,
                            ControlRecords.record(projection, state, clock.instant())))
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS)
                    .offset();
            await(() -> position > offset, what);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new ControlLogException("cannot " + what, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ControlLogException("interrupted, cannot " + what, e);
        }
    }

    private void run(Follower follower) {
        try (consumer) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            boolean begun = false;
            while (!isClosed()) {
                if (begun) {
                    attempt(() -> poll(follower));
                } else {
                    begun = attempt(this::begin);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Does a step, or pauses before it is tried again: without the follower, this instance would never hear of a switch
     * again. Who waits meanwhile is told of a fault that may not pass by itself.
     */
    private boolean attempt(Runnable step) throws InterruptedException {
        try {
            step.run();
            return true;
        } catch (WakeupException e) {
            LOG.debug("Ends following {}: only close() wakes it", partition.topic());
            return false;
        } catch (RuntimeException e) {
            if (BrokerFaults.isPassing(e)) {
                LOG.warn("Following the control topic {} failed and is tried again", partition.topic(), e);
            } else {
                LOG.error("Following the control topic {} failed and is tried again", partition.topic(), e);
                signal(() -> failure = e);
            }
            var _ = closing.await(PAUSE_AFTER_FAULT_MS, TimeUnit.MILLISECONDS);
            signal(() -> failure = null);
            return false;
        }
    }

    private void begin() {
        long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        signal(() -> endAtStart = end);
        // Before the first poll too, which waits for a record: of an empty topic, all is followed already.
        followedUpTo(consumer.position(partition));
    }

    private void poll(Follower follower) {
        try {
            for (ConsumerRecord<String, ProjectionControl> message : consumer.poll(POLL)) {
                follow(follower, message);
            }
        } catch (RecordDeserializationException e) {
            if (SchemaRegistryException.mayPass(e)) {
                // The record may be good. The consumer stays before it, and decodes it again.
                throw e;
            }
            LOG.error("Skips an undecodable record of the control topic, offset {}", e.offset(), e);
            consumer.seek(partition, e.offset() + 1);
        }
        followedUpTo(consumer.position(partition));
    }

    private void follow(Follower follower, ConsumerRecord<String, ProjectionControl> message) {
        try {
            if (message.value() != null) {
                follower.changed(message.key(), ControlRecords.state(message.value()));
            }
        } catch (RuntimeException e) {
            // The consumer is past all that it has given; neither this record nor those behind it may be lost.
            consumer.seek(partition, message.offset());
            throw e;
        }
    }

    private void followedUpTo(long next) {
        signal(() -> position = next);
    }

    private boolean isClosed() {
        return closing.getCount() == 0;
    }

    private void signal(Runnable change) {
        lock.lock();
        try {
            change.run();
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a condition that is guarded by the lock. */
    private void await(BooleanSupplier condition, String what) {
        lock.lock();
        try {
            long left = timeout.toNanos();
            while (!condition.getAsBoolean()) {
                if (failure != null) {
                    throw new ControlLogException("cannot " + what, failure);
                }
                if (left <= 0 || isClosed()) {
                    throw new ControlLogException("cannot " + what + " within " + timeout, null);
                }
                left = moved.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ControlLogException("interrupted, cannot " + what, e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        consumer.wakeup();
        signal(() -> {});
        Thread follower = thread;
        if (follower == null) {
            consumer.close();
        } else {
            try {
                if (!follower.join(CLOSE_TIMEOUT)) {
                    LOG.warn("The follower of the control topic has not ended within {}", CLOSE_TIMEOUT);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        producer.close(CLOSE_TIMEOUT);
    }
}

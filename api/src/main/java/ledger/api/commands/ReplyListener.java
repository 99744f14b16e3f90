package ledger.api.commands;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import ledger.language.CommandId;
import ledger.language.CommandOutcome;
import ledger.registry.SchemaRegistryException;
import ledger.topics.LedgerHeaders;
import ledger.topics.Topics;
import ledger.topics.VersionsLeft;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for outcomes on the partitions that this instance has been assigned, from their ends on: only committed
 * decisions are seen, and only those made since. The instances share the partitions as one consumer group.
 */
public final class ReplyListener implements ReplyPartitions, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReplyListener.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private static final long PAUSE_AFTER_FAULT_MS = 500;

    private final Supplier<Consumer<String, CommandOutcome>> consumers;
    private final AtomicReference<@Nullable CommandGateway> gateway = new AtomicReference<>();
    /** Replaced as a whole, by the listening thread alone. */
    private volatile List<Integer> owned = List.of();

    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile @Nullable Consumer<String, CommandOutcome> current;

    /**
     * A listener that is not started yet.
     *
     * @param consumers makes one of committed records, without auto-commit, which the listener closes: at the start, and
     *     after each fault that ends one, such as that the group has given this instance up while it was paused
     */
    public ReplyListener(Supplier<Consumer<String, CommandOutcome>> consumers) {
        this.consumers = consumers;
        this.thread = Thread.ofPlatform().name("ledger-replies").daemon().unstarted(this::run);
    }

    /** Starts to tell the gateway of every outcome. */
    public void start(CommandGateway gateway) {
        this.gateway.set(gateway);
        thread.start();
    }

    /** Whether replies can be heard. */
    public boolean isListening() {
        return !owned.isEmpty() && thread.isAlive();
    }

    @Override
    public OptionalInt choose(CommandId key) {
        List<Integer> partitions = owned;
        return partitions.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(partitions.get(Math.floorMod(key.hashCode(), partitions.size())));
    }

    private void run() {
        try {
            while (closing.getCount() > 0) {
                try {
                    listen(consumers.get());
                } catch (RuntimeException e) {
                    LOG.warn("Replies are listened for anew; commands that waited for one are answered with 202", e);
                    var _ = closing.await(PAUSE_AFTER_FAULT_MS, TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns when the listener is closed. */
    private void listen(Consumer<String, CommandOutcome> consumer) throws InterruptedException {
        current = consumer;
        try {
            consumer.subscribe(List.of(Topics.OUTCOMES), new Assignment(consumer));
            while (closing.getCount() > 0) {
                poll(consumer);
            }
        } catch (WakeupException e) {
            LOG.debug("Only a close wakes it");
        } finally {
            owned = List.of();
            close(consumer);
        }
    }

    /** Its partitions go to the other instances at once, instead of after a session. */
    private static void close(Consumer<String, CommandOutcome> consumer) {
        try {
            consumer.close(CloseOptions.timeout(CLOSING)
                    .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        } catch (KafkaException e) {
            LOG.warn("The consumer of replies was not closed in order", e);
        }
    }

    private void poll(Consumer<String, CommandOutcome> consumer) throws InterruptedException {
        try {
            for (ConsumerRecord<String, CommandOutcome> record : consumer.poll(POLL)) {
                CommandGateway hears = gateway.get();
                if (hears != null && record.value() != null) {
                    hears.heard(reply(record));
                }
            }
        } catch (RecordDeserializationException e) {
            if (SchemaRegistryException.mayPass(e)) {
                LOG.warn("An outcome at {} offset {} cannot be read now", e.topicPartition(), e.offset(), e);
                var _ = closing.await(PAUSE_AFTER_FAULT_MS, TimeUnit.MILLISECONDS);
                return;
            }
            // Not one of ours. Whoever waits for a reply that cannot be read is answered from the shard's store.
            LOG.warn("Passing over an undecodable outcome at {} offset {}", e.topicPartition(), e.offset(), e);
            consumer.seek(e.topicPartition(), e.offset() + 1);
        }
    }

    private static CommandReply reply(ConsumerRecord<String, CommandOutcome> record) {
        boolean replayed = "true".equals(LedgerHeaders.text(record.headers(), LedgerHeaders.REPLAYED));
        VersionsLeft left = VersionsLeft.NONE;
        try {
            left = VersionsLeft.of(record.headers());
        } catch (IllegalArgumentException e) {
            // Not one of ours either. A read after this rejection may be some milliseconds behind, no more.
            LOG.warn("Passing over a header of the outcome at {}-{}", record.partition(), record.offset(), e);
        }
        return new CommandReply(record.value(), replayed, left);
    }

    @Override
    public void close() {
        closing.countDown();
        Consumer<String, CommandOutcome> listening = current;
        if (listening == null || thread.getState() == Thread.State.NEW) {
            return;
        }
        listening.wakeup();
        try {
            thread.join(CLOSING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Partitions are offered to senders only once the position is known: a reply sent from then on is heard. */
    private final class Assignment implements ConsumerRebalanceListener {
        private final Consumer<String, CommandOutcome> consumer;

        Assignment(Consumer<String, CommandOutcome> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (partitions.isEmpty()) {
                // Seeking in none would mean in all, and what was not heard yet would be skipped.
                return;
            }
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position);
            owned = Stream.concat(owned.stream(), partitions.stream().map(TopicPartition::partition))
                    .distinct()
                    .toList();
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            owned = owned.stream()
                    .filter(partition -> !partitions.contains(new TopicPartition(Topics.OUTCOMES, partition)))
                    .toList();
        }
    }

    /** Configuration of the consumer, beside the connection. */
    public static Map<String, Object> consumerConfig(String group, String instanceId) {
        return Map.of(
                ConsumerConfig.GROUP_ID_CONFIG,
                group,
                ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
                instanceId,
                ConsumerConfig.CLIENT_ID_CONFIG,
                "ledger-replies",
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                IsolationLevel.READ_COMMITTED.toString(),
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "latest",
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                10_000,
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                CooperativeStickyAssignor.class.getName());
    }
}

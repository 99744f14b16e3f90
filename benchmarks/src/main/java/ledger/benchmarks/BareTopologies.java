package ledger.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/** The least that topologies can do, exactly once, on the ledger's broker and on one thread, as the ledger's do. */
final class BareTopologies {
    private static final double NANOS = 1e9;
    private static final int COMMANDS_COMMIT_MS = 40;
    private static final int PROJECTIONS_COMMIT_MS = 500;
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final String COUNTS = "counts";

    private final PlainClients clients;
    private final Path state;

    /**
     * On the broker of these clients.
     *
     * @param state a directory for stores
     */
    BareTopologies(PlainClients clients, Path state) {
        this.clients = clients;
        this.state = state;
    }

    /** A topology that passes the records of a topic through to another, exactly once, with the settings of commands. */
    Figure passThrough(String from, String to) throws ExecutionException, InterruptedException {
        clients.create(to);
        Progress progress = new Progress(clients.count(from));
        Topology topology = new Topology()
                .addSource("from", new ByteArrayDeserializer(), new ByteArrayDeserializer(), from)
                .addProcessor("pass", () -> new PassThrough(progress), "from")
                .addSink("to", to, new ByteArraySerializer(), new ByteArraySerializer(), "pass");
        run(topology, "pass-through", COMMANDS_COMMIT_MS, progress);
        return progress.figure("a topology that passes records through");
    }

    /** A topology that counts the records of each key in a persistent store, with the settings of read models. */
    Figure fold(String topic) throws InterruptedException {
        Progress progress = new Progress(clients.count(topic));
        Topology topology = new Topology()
                .addSource("from", new ByteArrayDeserializer(), new ByteArrayDeserializer(), topic)
                .addProcessor("count", () -> new Counter(progress), "from")
                .addStateStore(
                        Stores.keyValueStoreBuilder(
                                        Stores.persistentKeyValueStore(COUNTS), Serdes.ByteArray(), Serdes.Long())
                                .withCachingEnabled(),
                        "count");
        run(topology, "fold", PROJECTIONS_COMMIT_MS, progress);
        return progress.figure("a bare Streams fold of the same events");
    }

    private void run(Topology topology, String id, int commitMs, Progress progress) throws InterruptedException {
        Properties settings = new Properties();
        settings.putAll(clients.connection());
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "benchmark-" + id + "-" + System.nanoTime());
        settings.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, 1);
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commitMs);
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), PlainClients.POLL_RECORDS);
        try (KafkaStreams streams = new KafkaStreams(topology, settings)) {
            streams.setUncaughtExceptionHandler(failure -> {
                progress.failed(failure);
                return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
            });
            streams.start();
            progress.await();
        }
    }

    private static final class PassThrough extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
        private final Progress progress;

        PassThrough(Progress progress) {
            this.progress = progress;
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            context().forward(record);
            progress.processed();
        }
    }

    private static final class Counter extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
        private final Progress progress;

        Counter(Progress progress) {
            this.progress = progress;
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            KeyValueStore<byte[], Long> counts = context().getStateStore(COUNTS);
            Long before = counts.get(record.key());
            counts.put(record.key(), before == null ? 1 : before + 1);
            progress.processed();
        }
    }

    /** Counts records from the first one on: how long a group takes to form is not what is measured. */
    private static final class Progress {
        private final long expected;
        private final CountDownLatch done = new CountDownLatch(1);
        private final AtomicLong processed = new AtomicLong();
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        private volatile long first;
        private volatile long last;

        Progress(long expected) {
            this.expected = expected;
        }

        void processed() {
            long count = processed.incrementAndGet();
            if (count == 1) {
                first = System.nanoTime();
            }
            if (count == expected) {
                last = System.nanoTime();
                done.countDown();
            }
        }

        void failed(Throwable cause) {
            failure.set(cause);
            done.countDown();
        }

        void await() throws InterruptedException {
            if (!done.await(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("only " + processed + " of " + expected + " records were processed");
            }
            Throwable cause = failure.get();
            if (cause != null) {
                throw new IllegalStateException("the topology failed", cause);
            }
        }

        Figure figure(String name) {
            return Figure.rate(name, expected / ((last - first) / NANOS));
        }
    }
}

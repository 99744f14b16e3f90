package ledger.api.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import ledger.api.broker.EmbeddedKafka;
import ledger.api.commands.FirstOutcomes;
import ledger.api.commands.ShardsUnavailableException;
import ledger.api.config.ConfigKey;
import ledger.api.config.LedgerConfig;
import ledger.commands.topology.CommandTopology;
import ledger.language.AccountId;
import ledger.language.CommandId;
import ledger.language.CommandKind;
import ledger.language.CommandOutcome;
import ledger.language.Rejection;
import ledger.language.RejectionReason;
import ledger.language.RequestDigest;
import ledger.projections.cluster.Cluster;
import ledger.projections.cluster.NotHeldException;
import ledger.projections.cluster.Reach;
import ledger.projections.cluster.StreamsPartitions;
import ledger.topics.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.TaskCorruptedException;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandShardsTest {
    private static final CommandId KEY = new CommandId("key");
    private static final TopicPartition OUTCOMES = new TopicPartition(Topics.OUTCOMES, 0);

    /** From the first record until it is committed: time enough for a reader who does not wait. */
    private static final Map<ConfigKey, String> SELDOM_COMMITS = Map.of(ConfigKey.COMMIT_INTERVAL_MS, "5000");

    private static final Map<ConfigKey, String> COMMITS = Map.of(ConfigKey.COMMIT_INTERVAL_MS, "100");

    /** From a commit until brokers show it. */
    private static final Duration MARKERS = Duration.ofSeconds(1);

    /** Between two looks, not to miss that a store is empty for some milliseconds. */
    private static final Duration AT_ONCE = Duration.ofNanos(1);

    private static final Duration FILLED = Duration.ofSeconds(60);

    private static final byte[] SOMETHING = {1};

    /** So many that it takes a moment to read them again. */
    private static final int ROWS = 50_000;

    private static final int ROW_BYTES = 200;

    /** A command that begins so finds its shard corrupted, once. */
    private static final String CORRUPTED = "corrupted";

    private final RunningShards running = new RunningShards();
    private final Set<String> corrupted = ConcurrentHashMap.newKeySet();

    /** Remembers what it gets, as shards do. */
    private final class Remembering extends ContextualProcessor<String, byte[], String, byte[]> {
        @Override
        public void init(ProcessorContext<String, byte[]> context) {
            super.init(context);
            running.begins(context.taskId().partition());
        }

        @Override
        public void close() {
            running.ends(context().taskId().partition());
        }

        @Override
        public void process(Record<String, byte[]> message) {
            if (message.key().startsWith(CORRUPTED) && corrupted.add(message.key())) {
                throw new TaskCorruptedException(Set.of(context().taskId()));
            }
            context().forward(message);
            KeyValueStore<String, byte[]> outcomes = context().getStateStore(CommandTopology.OUTCOMES_STORE);
            outcomes.put(message.key(), message.value());
        }
    }

    private Topology topology() {
        return new Topology()
                .addSource(
                        "commands",
                        Serdes.String().deserializer(),
                        Serdes.ByteArray().deserializer(),
                        Topics.COMMANDS)
                .addProcessor("shard", Remembering::new, "commands")
                .addStateStore(
                        Stores.keyValueStoreBuilder(
                                Stores.persistentKeyValueStore(CommandTopology.OUTCOMES_STORE),
                                Serdes.String(),
                                Serdes.ByteArray()),
                        "shard")
                .addSink(
                        "outcomes-sink",
                        Topics.OUTCOMES,
                        Serdes.String().serializer(),
                        Serdes.ByteArray().serializer(),
                        "shard");
    }

    private static CommandOutcome outcome() {
        return new CommandOutcome(
                KEY,
                new AccountId("alice"),
                new RequestDigest("00".repeat(32)),
                CommandKind.DEPOSIT,
                Instant.EPOCH,
                Rejection.because(RejectionReason.ACCOUNT_NOT_FOUND));
    }

    private interface Run {
        void with(CommandShards shards, Admin admin, KafkaProducer<String, byte[]> commands) throws Exception;
    }

    private void run(Path directory, Map<ConfigKey, String> more, Run test) throws Exception {
        try (EmbeddedKafka broker = EmbeddedKafka.start(directory.resolve("kafka"), 0);
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
                KafkaProducer<String, byte[]> commands = new KafkaProducer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers()),
                        new StringSerializer(),
                        new ByteArraySerializer())) {
            admin.createTopics(List.of(
                            new NewTopic(Topics.COMMANDS, 1, (short) 1), new NewTopic(Topics.OUTCOMES, 1, (short) 1)))
                    .all()
                    .get();
            Map<ConfigKey, String> settings = new EnumMap<>(more);
            settings.put(ConfigKey.DATA, directory.toString());
            settings.put(ConfigKey.SHARDS, "1");
            LedgerConfig config = LedgerConfig.load(Optional.empty(), Map.of(), settings);
            try (CommandShards shards = new CommandShards(
                    topology(),
                    running,
                    new StreamsSettings(config, Map.of("bootstrap.servers", broker.bootstrapServers()))
                            .commands("shards"),
                    (_, _) -> outcome(),
                    1,
                    admin,
                    Cluster.alone())) {
                shards.start();
                await().until(() -> shards.state() == KafkaStreams.State.RUNNING);
                test.with(shards, admin, commands);
            }
        }
    }

    @Test
    void whatIsDecidedIsFoundWhenItIsCommitted(@TempDir Path directory) throws Exception {
        run(directory, SELDOM_COMMITS, (shards, admin, commands) -> {
            assertThat(find(shards)).isEmpty();

            commands.send(new ProducerRecord<>(Topics.COMMANDS, KEY.value(), SOMETHING))
                    .get();
            await().until(() -> isInTheStore(shards.streams()));
            await().until(() -> isFound(shards));
            await().atMost(MARKERS).until(() -> isCommitted(admin));
        });
    }

    /** Streams empties the store of a task that it finds corrupted, and fills it again, while it gives it to readers. */
    @Test
    void aShardWhoseStoreIsFilledAgainIsNotAsked(@TempDir Path directory) throws Exception {
        run(directory, COMMITS, (shards, admin, commands) -> {
            StreamsPartitions partitions = partitions(shards, admin, running::run);
            for (int row = 0; row < ROWS; row++) {
                var _ = commands.send(new ProducerRecord<>(Topics.COMMANDS, "row" + row, new byte[ROW_BYTES]));
            }
            commands.send(new ProducerRecord<>(Topics.COMMANDS, KEY.value(), SOMETHING))
                    .get();
            await().until(() -> isFound(shards));

            commands.send(new ProducerRecord<>(Topics.COMMANDS, CORRUPTED, SOMETHING))
                    .get();
            await().pollDelay(Duration.ZERO)
                    .pollInterval(AT_ONCE)
                    .atMost(FILLED)
                    .until(() -> {
                        assertThat(isThereIfRead(partitions)).isTrue();
                        return isInTheStore(shards.streams(), CORRUPTED);
                    });
            assertThat(isThere(partitions)).as("in the new store").isTrue();
        });
    }

    @Test
    void aShardThatEndsWhileItIsReadHasNotBeenRead(@TempDir Path directory) throws Exception {
        run(directory, COMMITS, (shards, admin, _) -> {
            StreamsPartitions moving = partitions(shards, admin, _ -> new Object());
            assertThatThrownBy(() -> isThere(moving))
                    .isInstanceOf(InvalidStateStoreException.class)
                    .hasMessageContaining("has moved");
        });
    }

    private static StreamsPartitions partitions(CommandShards shards, Admin admin, IntFunction<@Nullable Object> runs) {
        return new StreamsPartitions(
                "shards", shards.streams(), Topics.COMMANDS, new HostInfo("localhost", 1), admin, runs, () -> {});
    }

    /** {@code true}, too, where it is said that it cannot be read now. */
    private static boolean isThereIfRead(StreamsPartitions partitions) {
        try {
            return isThere(partitions);
        } catch (NotHeldException | InvalidStateStoreException e) {
            return true;
        }
    }

    private static boolean isThere(StreamsPartitions partitions) {
        return partitions.<String, byte[], Boolean>read(
                CommandTopology.OUTCOMES_STORE, 0, Reach.OWNED, store -> store.get(KEY.value()) != null);
    }

    private static Map<CommandId, CommandOutcome> find(CommandShards shards) {
        return shards.find(Map.of(KEY, FirstOutcomes.NONE));
    }

    private static boolean isFound(CommandShards shards) {
        try {
            return find(shards).containsKey(KEY);
        } catch (ShardsUnavailableException e) {
            return false;
        }
    }

    private static boolean isCommitted(Admin admin) throws Exception {
        return admin.listOffsets(
                                Map.of(OUTCOMES, OffsetSpec.latest()),
                                new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                        .partitionResult(OUTCOMES)
                        .get()
                        .offset()
                > 0;
    }

    private static boolean isInTheStore(KafkaStreams streams) {
        return isInTheStore(streams, KEY.value());
    }

    private static boolean isInTheStore(KafkaStreams streams, String key) {
        try {
            return streams.store(StoreQueryParameters.fromNameAndType(
                                    CommandTopology.OUTCOMES_STORE,
                                    QueryableStoreTypes.<String, byte[]>keyValueStore()))
                            .get(key)
                    != null;
        } catch (InvalidStateStoreException e) {
            return false;
        }
    }
}

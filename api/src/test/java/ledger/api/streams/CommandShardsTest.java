package ledger.api.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandShardsTest {
    private static final CommandId KEY = new CommandId("key");
    private static final TopicPartition OUTCOMES = new TopicPartition(Topics.OUTCOMES, 0);

    /** From the first record until it is committed: time enough for a reader who does not wait. */
    private static final Duration COMMIT_INTERVAL = Duration.ofSeconds(5);

    /** From a commit until brokers show it. */
    private static final Duration MARKERS = Duration.ofSeconds(1);

    private static final byte[] SOMETHING = {1};

    /** Remembers what it gets, as shards do. */
    private static final class Remembering extends ContextualProcessor<String, byte[], String, byte[]> {
        @Override
        public void process(Record<String, byte[]> message) {
            context().forward(message);
            KeyValueStore<String, byte[]> outcomes = context().getStateStore(CommandTopology.OUTCOMES_STORE);
            outcomes.put(message.key(), message.value());
        }
    }

    private static Topology topology() {
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

    @Test
    void whatIsDecidedIsFoundWhenItIsCommitted(@TempDir Path directory) throws Exception {
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
            LedgerConfig config = LedgerConfig.load(
                    Optional.empty(),
                    Map.of(),
                    Map.of(
                            ConfigKey.DATA,
                            directory.toString(),
                            ConfigKey.SHARDS,
                            "1",
                            ConfigKey.COMMIT_INTERVAL_MS,
                            Long.toString(COMMIT_INTERVAL.toMillis())));
            try (CommandShards shards = new CommandShards(
                    topology(),
                    new StreamsSettings(config, Map.of("bootstrap.servers", broker.bootstrapServers()))
                            .commands("shards"),
                    (_, _) -> outcome(),
                    1,
                    admin,
                    Cluster.alone())) {
                shards.start();
                await().until(() -> shards.state() == KafkaStreams.State.RUNNING);
                assertThat(find(shards)).isEmpty();

                commands.send(new ProducerRecord<>(Topics.COMMANDS, KEY.value(), SOMETHING))
                        .get();
                await().until(() -> isInTheStore(shards.streams()));
                await().until(() -> isFound(shards));
                await().atMost(MARKERS).until(() -> isCommitted(admin));
            }
        }
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
        return streams.store(StoreQueryParameters.fromNameAndType(
                                CommandTopology.OUTCOMES_STORE, QueryableStoreTypes.<String, byte[]>keyValueStore()))
                        .get(KEY.value())
                != null;
    }
}

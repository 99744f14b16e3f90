package ledger.commands;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import ledger.codec.LedgerSerdes;
import ledger.commands.topology.CommandTopology;
import ledger.language.Account;
import ledger.language.AccountEvent;
import ledger.language.AccountId;
import ledger.language.Command;
import ledger.language.CommandId;
import ledger.language.CommandOutcome;
import ledger.language.Instruction;
import ledger.testing.TestDirectories;
import ledger.testing.TestSerdes;
import ledger.topics.Topics;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The command topology of one shard, with commands to send and everything that it writes to read. */
final class CommandDriver implements AutoCloseable {
    static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");
    private static final String APPLICATION = "commands-test";

    final TestOutputTopic<String, AccountEvent> events;
    /** The same as bytes: these are what is chained. */
    final TestOutputTopic<String, byte[]> eventBytes;

    final TestOutputTopic<String, Account> balances;

    /** As bytes: a retry is to be answered with the same ones. */
    final TestOutputTopic<String, byte[]> outcomes;

    private final Path stateDirectory;
    private final TopologyTestDriver driver;
    private final TestInputTopic<String, Command> commands;

    CommandDriver() {
        this(1);
    }

    /** The driver has one partition, number 0. */
    CommandDriver(int shards) {
        stateDirectory = TestDirectories.create("commands");
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION);
        config.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        driver = new TopologyTestDriver(CommandTopology.build(TestSerdes.ofCommands(), shards), config);
        commands = driver.createInputTopic(
                Topics.COMMANDS,
                new StringSerializer(),
                TestSerdes.LEDGER.commands().serializer());
        events = output(Topics.EVENTS, TestSerdes.LEDGER.events().deserializer());
        eventBytes = output(Topics.EVENTS, new ByteArrayDeserializer());
        balances = output(Topics.BALANCES, TestSerdes.LEDGER.balances().deserializer());
        outcomes = output(Topics.OUTCOMES, new ByteArrayDeserializer());
    }

    /** Sends a command under its account's id. */
    void send(Command command, Headers headers) {
        send(command.accountId().value(), command, headers);
    }

    void send(Command command) {
        send(command, new RecordHeaders());
    }

    void send(@Nullable String key, @Nullable Command command, Headers headers) {
        commands.pipeInput(new TestRecord<>(key, command, headers, TIME));
    }

    /** Sends a command and reads its answer. */
    CommandOutcome outcomeOf(Command command) {
        send(command);
        return outcome(outcomes.readRecord());
    }

    static CommandOutcome outcome(TestRecord<String, byte[]> record) {
        return TestSerdes.LEDGER.outcomes().deserializer().deserialize(Topics.OUTCOMES, record.value());
    }

    KeyValueStore<String, Account> accountStore() {
        return driver.getKeyValueStore(CommandTopology.ACCOUNTS_STORE);
    }

    KeyValueStore<String, byte[]> outcomeStore() {
        return driver.getKeyValueStore(CommandTopology.OUTCOMES_STORE);
    }

    /** What is remembered of a key. */
    CommandOutcome firstOutcome(String key) {
        return TestSerdes.LEDGER
                .outcomes()
                .deserializer()
                .deserialize(Topics.OUTCOMES, outcomeStore().get(key));
    }

    /** What a new task would find after a crash: the stores, from what stands in their changelogs alone. */
    CommandDriver restored() {
        CommandDriver restored = new CommandDriver();
        for (TestRecord<String, Account> change :
                changes(CommandTopology.ACCOUNTS_STORE, LedgerSerdes.accountStates())) {
            restored.accountStore().put(change.key(), change.value());
        }
        for (TestRecord<String, byte[]> change : changes(CommandTopology.OUTCOMES_STORE, Serdes.ByteArray())) {
            restored.outcomeStore().put(change.key(), change.value());
        }
        return restored;
    }

    private <V> List<TestRecord<String, V>> changes(String store, Serde<V> values) {
        return this.<V>output(APPLICATION + "-" + store + "-changelog", values.deserializer())
                .readRecordsToList();
    }

    private <V> TestOutputTopic<String, V> output(String topic, Deserializer<V> values) {
        return driver.createOutputTopic(topic, new StringDeserializer(), values);
    }

    static Command command(String key, String account, Instruction instruction) {
        return new Command(new CommandId(key), new AccountId(account), null, instruction);
    }

    @Override
    public void close() {
        driver.close();
        TestDirectories.delete(stateDirectory);
    }
}

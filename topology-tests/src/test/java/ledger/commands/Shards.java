package ledger.commands;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import ledger.api.streams.PoisonToDeadLetters;
import ledger.commands.topology.CommandTopology;
import ledger.language.Account;
import ledger.language.AccountEvent;
import ledger.language.Command;
import ledger.language.CommandOutcome;
import ledger.language.ShardMessage;
import ledger.testing.TestDirectories;
import ledger.testing.TestSerdes;
import ledger.topics.ShardPartitioner;
import ledger.topics.Topics;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/**
 * Several shards, each a driver of the command topology, and the messages between them carried at once and in order. The
 * simulation carries them in any other way that Kafka allows.
 */
final class Shards implements AutoCloseable {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** Every event, in the order in which it was seen. */
    final List<AccountEvent> events = new ArrayList<>();

    /** Every message between shards. */
    final List<ShardMessage> messages = new ArrayList<>();

    private final List<Shard> shards = new ArrayList<>();
    private final Map<String, List<TestRecord<String, CommandOutcome>>> answers = new HashMap<>();
    private Instant now = START;

    Shards(int count) {
        for (int shard = 0; shard < count; shard++) {
            shards.add(new Shard(shard, count));
        }
    }

    /** The n-th account that lives in a shard. */
    String account(int shard, int n) {
        int found = -1;
        for (int i = 0; ; i++) {
            String id = "account-" + i;
            if (ShardPartitioner.shardOf(id, shards.size()) == shard && ++found == n) {
                return id;
            }
        }
    }

    /** Sends a command and carries messages until there are none left; its answer. */
    CommandOutcome decide(Command command) {
        send(command);
        carry();
        return answer(command);
    }

    /** Sends a command to its shard, and no message yet. */
    void send(Command command) {
        String account = command.accountId().value();
        shards.get(ShardPartitioner.shardOf(account, shards.size())).commands.pipeInput(account, command, now);
        collect();
    }

    /** Carries messages until there are none left. */
    void carry() {
        boolean moved = true;
        while (moved) {
            moved = false;
            for (Shard shard : shards) {
                List<ShardMessage> inbox = List.copyOf(shard.inbox);
                shard.inbox.clear();
                for (ShardMessage message : inbox) {
                    shard.messages.pipeInput(message.to().value(), message, now);
                    moved = true;
                }
            }
            collect();
        }
    }

    /** Delivers every message that was ever sent once more, oldest first, and what is answered to it. */
    void repeatAll() {
        for (ShardMessage message : List.copyOf(messages)) {
            shards.get(ShardPartitioner.shardOf(message.to().value(), shards.size()))
                    .inbox
                    .add(message);
        }
        carry();
    }

    /** What is sent from now on bears an earlier time, as where another broker's clock is behind, or messages overtook it. */
    void setBack(Duration time) {
        now = now.minus(time);
    }

    /** Lets time pass, for the shards' clocks as well as for commands. */
    void pass(Duration time) {
        passInSilence(time);
        carry();
    }

    /** Lets time pass, while the shards do not hear of each other. */
    void passInSilence(Duration time) {
        now = now.plus(time);
        shards.forEach(shard -> shard.driver.advanceWallClockTime(time));
        collect();
    }

    /** The last answer to a command. */
    CommandOutcome answer(Command command) {
        return answers(command).getLast().value();
    }

    /** All answers to a command. */
    List<TestRecord<String, CommandOutcome>> answers(Command command) {
        return answers.getOrDefault(command.id().value(), List.of());
    }

    /** An account as it stands. */
    Account account(String id) {
        return shards.get(ShardPartitioner.shardOf(id, shards.size()))
                .driver
                .<String, Account>getKeyValueStore(CommandTopology.ACCOUNTS_STORE)
                .get(id);
    }

    private void collect() {
        for (Shard shard : shards) {
            events.addAll(shard.events.readValuesToList());
            for (TestRecord<String, CommandOutcome> answer : shard.outcomes.readRecordsToList()) {
                answers.computeIfAbsent(answer.key(), _ -> new ArrayList<>()).add(answer);
            }
            for (ShardMessage message : shard.sent.readValuesToList()) {
                messages.add(message);
                shards.get(ShardPartitioner.shardOf(message.to().value(), shards.size()))
                        .inbox
                        .add(message);
            }
        }
    }

    @Override
    public void close() {
        shards.forEach(Shard::close);
    }

    private static final class Shard {
        private final Path stateDirectory = TestDirectories.create("shards");
        private final TopologyTestDriver driver;
        private final TestInputTopic<String, Command> commands;
        private final TestInputTopic<String, ShardMessage> messages;
        private final TestOutputTopic<String, ShardMessage> sent;
        private final TestOutputTopic<String, AccountEvent> events;
        private final TestOutputTopic<String, CommandOutcome> outcomes;
        private final List<ShardMessage> inbox = new ArrayList<>();

        Shard(int shard, int shards) {
            Properties config = new Properties();
            config.put(StreamsConfig.APPLICATION_ID_CONFIG, "shards-test");
            config.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
            // The driver feeds what is sent to other shards back to this one too, which passes it over as poison.
            config.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, PoisonToDeadLetters.class);
            driver = new TopologyTestDriver(
                    CommandTopology.build(TestSerdes.ofCommands(), shards, _ -> shard), config, START);
            StringSerializer keys = new StringSerializer();
            commands = driver.createInputTopic(
                    Topics.COMMANDS, keys, TestSerdes.LEDGER.commands().serializer());
            messages = driver.createInputTopic(
                    Topics.SHARD_MESSAGES,
                    keys,
                    TestSerdes.LEDGER.shardMessages().serializer());
            sent = driver.createOutputTopic(
                    Topics.SHARD_MESSAGES,
                    new StringDeserializer(),
                    TestSerdes.LEDGER.shardMessages().deserializer());
            events = driver.createOutputTopic(
                    Topics.EVENTS,
                    new StringDeserializer(),
                    TestSerdes.LEDGER.events().deserializer());
            outcomes = driver.createOutputTopic(
                    Topics.OUTCOMES,
                    new StringDeserializer(),
                    TestSerdes.LEDGER.outcomes().deserializer());
        }

        void close() {
            driver.close();
            TestDirectories.delete(stateDirectory);
        }
    }
}

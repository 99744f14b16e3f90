package ledger.simulation;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import ledger.commands.topology.CommandSerdes;
import ledger.commands.topology.CommandTopology;
import ledger.language.ShardMessage;
import ledger.testing.TestDirectories;
import ledger.testing.TestSerdes;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.errors.LogAndContinueExceptionHandler;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.internals.WrappedStateStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Env;
import org.rocksdb.RocksMemEnv;

/**
 * One shard with the real topology, under exactly-once: what it writes is seen when it commits, and a crash takes it back
 * to its last commit, with stores made of the committed changelogs alone.
 */
final class Shard implements AutoCloseable {
    private static final String APPLICATION = "simulation";

    private final int number;
    private final int shards;
    private final Tampering tampering;
    private final Path stateDirectory = TestDirectories.create("simulation");
    private final List<Output> uncommitted = new ArrayList<>();
    private final Map<String, Map<Bytes, byte[]>> changelogs = new HashMap<>();
    private @Nullable TopologyTestDriver driver;
    private @Nullable Env memory;
    private Instant clock;
    private byte @Nullable [] delivered;

    Shard(int number, int shards, Instant clock, Tampering tampering) {
        this.number = number;
        this.shards = shards;
        this.clock = clock;
        this.tampering = tampering;
    }

    /** Lets the shard's clock run up to this time; what is due by then is done. */
    void advanceTo(Instant time) {
        Duration passed = Duration.between(clock, time);
        if (driver != null && passed.isPositive()) {
            driver.advanceWallClockTime(passed);
            collect(driver);
        }
        clock = time;
    }

    /** Has the shard consume a record. */
    void consume(String topic, TestRecord<byte[], byte[]> record) {
        TopologyTestDriver running = running();
        delivered = record.value();
        running.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(record);
        collect(running);
    }

    /** Everything since the last commit: it can be seen from now on. */
    List<Output> commit() {
        List<Output> committed = new ArrayList<>();
        for (Output output : uncommitted) {
            if (output.topic().startsWith(APPLICATION)) {
                changelogs
                        .computeIfAbsent(output.topic(), topic -> new LinkedHashMap<>())
                        .put(Bytes.wrap(output.record().key()), output.record().value());
            } else {
                committed.add(output);
            }
        }
        uncommitted.clear();
        return tampering.committed(number, committed);
    }

    /** Loses everything since the last commit. The shard starts again when it is next needed. */
    void crash() {
        uncommitted.clear();
        close();
    }

    /** Starts the shard where it does not run: its timers begin to count. */
    void start() {
        running();
    }

    private TopologyTestDriver running() {
        if (driver == null) {
            Properties config = new Properties();
            config.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION);
            config.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
            memory = new RocksMemEnv(Env.getDefault());
            config.put(MemoryRocksDb.MEMORY, memory);
            config.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, MemoryRocksDb.class);
            config.put(
                    StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, LogAndContinueExceptionHandler.class);
            driver = new TopologyTestDriver(CommandTopology.build(serdes(), shards, task -> number), config, clock);
            for (Map.Entry<String, StateStore> store :
                    driver.getAllStateStores().entrySet()) {
                restore(store.getKey(), store.getValue());
            }
        }
        return driver;
    }

    // Below the caches and the change log, as Kafka Streams does it: all stores of the topology hold keys and values.
    @SuppressWarnings("unchecked")
    private void restore(String name, StateStore store) {
        StateStore innermost = store;
        while (innermost instanceof WrappedStateStore<?, ?, ?> wrapper) {
            innermost = wrapper.wrapped();
        }
        KeyValueStore<Bytes, byte[]> bytes = (KeyValueStore<Bytes, byte[]>) innermost;
        changelogs
                .getOrDefault(APPLICATION + "-" + name + "-changelog", Map.of())
                .forEach((key, value) -> {
                    if (!tampering.isLost(name, key)) {
                        bytes.put(key, value);
                    }
                });
    }

    private void collect(TopologyTestDriver running) {
        for (String topic : running.producedTopicNames()) {
            running.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                    .readRecordsToList()
                    .forEach(record -> uncommitted.add(new Output(topic, record)));
        }
    }

    /**
     * The test driver feeds what is written to a topic that the topology also reads back to the very same task. Here such
     * records travel over the network: only the one that is being delivered can be read, the others are skipped.
     */
    // It is that very record, not one like it.
    @SuppressWarnings("ReferenceEquality")
    private CommandSerdes serdes() {
        CommandSerdes real = TestSerdes.ofCommands();
        Serde<ShardMessage> messages = real.messages();
        Deserializer<ShardMessage> onlyDelivered = (topic, value) -> {
            if (value != delivered) {
                throw new SerializationException("not delivered yet");
            }
            return messages.deserializer().deserialize(topic, value);
        };
        return new CommandSerdes(
                real.commands(),
                Serdes.serdeFrom(messages.serializer(), onlyDelivered),
                real.events(),
                real.outcomes(),
                real.balances(),
                real.accountStates());
    }

    @Override
    public void close() {
        if (driver != null) {
            driver.close();
            driver = null;
        }
        if (memory != null) {
            memory.close();
            memory = null;
        }
        TestDirectories.delete(stateDirectory);
    }
}

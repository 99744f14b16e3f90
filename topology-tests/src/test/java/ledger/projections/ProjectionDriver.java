package ledger.projections;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import ledger.language.AccountEvent;
import ledger.testing.TestDirectories;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Runs a projection's topology on one partition, with real stores and serdes. */
final class ProjectionDriver implements AutoCloseable, GenerationStores {
    static final String EVENTS_TOPIC = "ledger.accounts.events.v1";

    private final TopologyTestDriver driver;
    private final TestInputTopic<String, AccountEvent> input;
    private final ReadBarrier barrier = new ReadBarrier();
    private final List<String> gaps = new ArrayList<>();
    private final Path stateDirectory = TestDirectories.create("projection");

    ProjectionDriver(Projection projection) {
        Topology topology = topology(projection, barrier, gaps);
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        config.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        config.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        driver = new TopologyTestDriver(topology, config);
        input = driver.createInputTopic(
                EVENTS_TOPIC, new StringSerializer(), AvroSerde.events().serializer());
    }

    static Topology topology(Projection projection) {
        return topology(projection, new ReadBarrier(), new ArrayList<>());
    }

    private static Topology topology(Projection projection, ReadBarrier barrier, List<String> gaps) {
        GapListener listener = (name, account, expected, found) ->
                gaps.add(name + " " + account + " " + expected + ".." + (found - 1));
        return new ProjectionTopology(EVENTS_TOPIC, AvroSerde.events(), listener).of(projection, barrier);
    }

    ProjectionDriver fold(AccountEvent... events) {
        return fold(Stream.of(events));
    }

    ProjectionDriver fold(Stream<AccountEvent> events) {
        events.forEach(event -> input.pipeInput(event.accountId().value(), event));
        return this;
    }

    ReadBarrier barrier() {
        return barrier;
    }

    /** What the gap listener was told. */
    List<String> gaps() {
        return gaps;
    }

    ReadModel model() {
        return new ReadModel(() -> this, (account, shards) -> 0);
    }

    /** A store to be written to without the topology. */
    <K, V extends SpecificRecord> KeyValueStore<K, V> writable(ProjectionStore<K, V> store) {
        return driver.getKeyValueStore(store.name());
    }

    @Override
    public <K, V extends SpecificRecord> ReadOnlyKeyValueStore<K, V> store(ProjectionStore<K, V> store, int partition) {
        return driver.getKeyValueStore(store.name());
    }

    @Override
    public int partitions() {
        return 1;
    }

    @Override
    public void close() {
        driver.close();
        TestDirectories.delete(stateDirectory);
    }
}

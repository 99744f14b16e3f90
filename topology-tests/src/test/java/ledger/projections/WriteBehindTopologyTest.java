package ledger.projections;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Properties;
import ledger.projections.writebehind.WriteBehindStoreBuilder;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the store relies on in Streams: that it is asked for its rows before each commit. */
class WriteBehindTopologyTest {
    private static final String STORE = "sums";

    private final TopologyTestDriver driver;
    private final TestInputTopic<String, Long> numbers;
    private final TestOutputTopic<String, Long> changelog;

    /** Adds up, in as many steps as the number says. */
    private static final class Counting extends ContextualProcessor<String, Long, Void, Void> {
        @Override
        public void process(Record<String, Long> message) {
            KeyValueStore<String, Long> sums = context().getStateStore(STORE);
            for (int step = 0; step < message.value(); step++) {
                Long before = sums.get(message.key());
                sums.put(message.key(), before == null ? 1 : before + 1);
            }
        }
    }

    WriteBehindTopologyTest(@TempDir Path directory) {
        Topology topology = new Topology()
                .addSource(
                        "source", Serdes.String().deserializer(), Serdes.Long().deserializer(), "numbers")
                .addProcessor("count", Counting::new, "source")
                .addStateStore(new WriteBehindStoreBuilder<>(STORE, Serdes.String(), Serdes.Long()), "count");
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "counts");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:9");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        driver = new TopologyTestDriver(topology, settings);
        numbers = driver.createInputTopic(
                "numbers", Serdes.String().serializer(), Serdes.Long().serializer());
        changelog = driver.createOutputTopic(
                "counts-" + STORE + "-changelog",
                Serdes.String().deserializer(),
                Serdes.Long().deserializer());
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void aCommitWritesEachRowOnceToTheChangelog() {
        numbers.pipeInput("a", 3L);
        numbers.pipeInput("b", 2L);
        numbers.pipeInput("a", 4L);
        assertThat(changelog.readKeyValuesToList())
                .extracting(row -> row.key + "=" + row.value)
                .containsExactly("a=3", "b=2", "a=7");
    }

    @Test
    void queriesFindIt() {
        numbers.pipeInput("a", 3L);
        KeyValueStore<String, Long> sums = driver.getKeyValueStore(STORE);
        assertThat(sums.get("a")).isEqualTo(3);
        assertThat(sums.approximateNumEntries()).isPositive();
    }
}

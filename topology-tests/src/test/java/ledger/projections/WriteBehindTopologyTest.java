package ledger.projections;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import ledger.projections.writebehind.EncodedRows;
import ledger.projections.writebehind.WriteBehindStoreBuilder;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the store relies on in Streams: that it is asked for its rows before each commit. */
class WriteBehindTopologyTest {
    private static final String STORE = "sums";

    private final TopologyTestDriver driver;
    private final TestInputTopic<String, Long> numbers;
    private final TestOutputTopic<String, Long> changelog;
    /** As Streams gives it to a processor. */
    private @Nullable KeyValueStore<String, Long> given;

    /** Adds up, in as many steps as the number says. */
    private final class Counting extends ContextualProcessor<String, Long, Void, Void> {
        @Override
        public void init(ProcessorContext<Void, Void> context) {
            super.init(context);
            given = context.getStateStore(STORE);
        }

        @Override
        public void process(Record<String, Long> message) {
            KeyValueStore<String, Long> sums = given();
            for (int step = 0; step < message.value(); step++) {
                Long before = sums.get(message.key());
                sums.put(message.key(), before == null ? 1 : before + 1);
            }
        }
    }

    private KeyValueStore<String, Long> given() {
        return Objects.requireNonNull(given);
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

    @Test
    void itsRowsCanBeReadAsTheyAreStored() {
        numbers.pipeInput("a", 3L);
        numbers.pipeInput("c", 4L);
        KeyValueStore<String, Long> sums = given();
        assertThat(encoded(sums)).containsExactly("a=3", "c=4");

        sums.put("b", 7L);
        sums.put("c", 5L);
        sums.delete("a");
        assertThat(encoded(sums)).as("before they are written").containsExactly("b=7", "c=5");
    }

    @Test
    void whatIsReadAsItIsStoredStaysAsItWas() {
        numbers.pipeInput("a", 3L);
        KeyValueStore<String, Long> sums = given();
        sums.put("b", 7L);
        try (KeyValueIterator<Bytes, byte[]> before = opened(sums)) {
            sums.put("b", 8L);
            sums.delete("a");
            numbers.pipeInput("c", 4L); // commits
            assertThat(encoded(sums)).containsExactly("b=8", "c=4");

            assertThat(rest(before)).containsExactly("a=3", "b=7");
        }
    }

    private static List<String> encoded(KeyValueStore<String, Long> sums) {
        try (KeyValueIterator<Bytes, byte[]> encoded = opened(sums)) {
            return rest(encoded);
        }
    }

    private static KeyValueIterator<Bytes, byte[]> opened(KeyValueStore<String, Long> sums) {
        KeyValueIterator<Bytes, byte[]> encoded = EncodedRows.of(sums, STORE, Serdes.String(), Serdes.Long());
        assertThat(encoded).as("not decoded and encoded again").isNotInstanceOf(EncodedRows.class);
        return encoded;
    }

    private static List<String> rest(KeyValueIterator<Bytes, byte[]> encoded) {
        List<String> rows = new ArrayList<>();
        while (encoded.hasNext()) {
            Bytes key = encoded.peekNextKey();
            KeyValue<Bytes, byte[]> row = encoded.next();
            assertThat(row.key).isEqualTo(key);
            rows.add(Serdes.String().deserializer().deserialize(STORE, key.get()) + "="
                    + Serdes.Long().deserializer().deserialize(STORE, row.value));
        }
        return rows;
    }
}

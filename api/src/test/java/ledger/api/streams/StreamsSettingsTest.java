package ledger.api.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import ledger.api.config.ConfigKey;
import ledger.api.config.LedgerConfig;
import ledger.projections.PoisonPolicy;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StreamsSettingsTest {
    @Test
    void aGenerationThatIsRebuiltHasItsOwnNumberOfThreads() {
        StreamsSettings settings = new StreamsSettings(
                LedgerConfig.load(
                        Optional.empty(),
                        Map.of(),
                        Map.of(ConfigKey.PROJECTION_THREADS, "2", ConfigKey.REBUILD_THREADS, "5")),
                Map.of("bootstrap.servers", "127.0.0.1:9"));
        assertThat(threads(settings, false)).isEqualTo(2);
        assertThat(threads(settings, true)).isEqualTo(5);
    }

    private static @Nullable Object threads(StreamsSettings settings, boolean rebuilt) {
        return settings.projection("model", rebuilt, new PoisonPolicy()).get(StreamsConfig.NUM_STREAM_THREADS_CONFIG);
    }
}

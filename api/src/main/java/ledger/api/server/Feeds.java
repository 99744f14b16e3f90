package ledger.api.server;

import java.util.HashMap;
import java.util.Map;
import ledger.api.config.LedgerConfig;
import ledger.api.feed.EventFeeds;
import ledger.api.metrics.FeedMetrics;
import ledger.api.metrics.ServerMetrics;
import ledger.codec.LedgerSerdes;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Puts the feeds of events together. */
final class Feeds {
    private Feeds() {}

    static EventFeeds of(LedgerConfig config, KafkaBackend kafka, LedgerSerdes serdes, ServerMetrics metrics) {
        return new EventFeeds(
                config.feed(),
                config.topics().shards(),
                clientId -> consumer(kafka, clientId),
                serdes.events().deserializer(),
                new FeedMetrics(metrics.registry()));
    }

    private static Consumer<byte[], byte[]> consumer(KafkaBackend kafka, String clientId) {
        Map<String, Object> settings = new HashMap<>(kafka.connection());
        settings.putAll(EventFeeds.consumerConfig(clientId));
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}

package ledger.api.log;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import ledger.api.config.LedgerConfig;
import ledger.api.lifecycle.Resources;
import ledger.api.registry.ExternalRegistry;
import ledger.api.registry.KafkaSchemaLog;
import ledger.api.tls.Tls;
import ledger.codec.LedgerSerdes;
import ledger.language.AccountEvent;
import ledger.registry.SchemaRegistryClient;
import ledger.registry.SchemaRegistryClients;
import ledger.registry.SubjectRegistry;
import ledger.topics.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;

/**
 * The event log of a ledger, to be read from its beginning. Nothing is written, and no group is joined, so that a running
 * ledger does not notice. Where the data are those of an embedded broker, that broker is used if it runs, and else
 * started for as long as this is open. Used by one thread.
 */
public final class LedgerLog implements AutoCloseable {
    private static final String SCHEMAS = KafkaSchemaLog.TOPIC;

    private final Resources opened = new Resources();
    private final LedgerBrokers brokers;
    private final LedgerSerdes serdes;
    private final LogDecoder<AccountEvent> events;
    private final LogReader reader;

    private LedgerLog(LedgerConfig config) {
        try {
            brokers = opened.add(LedgerBrokers.open(config));
            Map<String, Object> connection = brokers.connection();
            if (config.schemaRegistry().isEmpty() && !brokers.topics().contains(SCHEMAS)) {
                throw new LogException("the ledger on " + brokers.bootstrapServers()
                        + " keeps its schemas elsewhere: there is no topic " + SCHEMAS
                        + "; give --schema-registry-url");
            }
            serdes = new LedgerSerdes(schemas(config, connection));
            events = new LogDecoder<>(Topics.EVENTS, serdes.events().deserializer());
            reader = opened.add(reader());
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Opens the log of a ledger.
     *
     * @param config says where its brokers and its schemas are
     * @throws LogException if there is none, or it cannot be reached
     */
    public static LedgerLog open(LedgerConfig config) {
        return new LedgerLog(config);
    }

    private SchemaRegistryClient schemas(LedgerConfig config, Map<String, Object> connection) {
        if (config.schemaRegistry().isEmpty()) {
            return SchemaRegistryClients.of(opened.add(new SubjectRegistry(
                    KafkaSchemaLog.open(connection, SCHEMAS, config.topics().replicationFactor()))));
        }
        return opened.add(ExternalRegistry.client(config, Tls.trust(config.http())));
    }

    /** A reader of its own, for another thread or another topic. The caller closes it before this. */
    public LogReader reader() {
        return brokers.reader("ledger-log");
    }

    /** What reads its records. */
    public LedgerSerdes serdes() {
        return serdes;
    }

    /** The partitions of the log, in ascending order. */
    public List<Integer> partitions() {
        return List.copyOf(ends().keySet());
    }

    /** Where each partition ends now: the offset after the last record that is committed. */
    public SortedMap<Integer, Long> ends() {
        return reader.ends(Topics.EVENTS);
    }

    /**
     * Reads a partition from its beginning.
     *
     * @param end the offset to stop before, not beyond {@link #ends}
     * @throws LogException if its beginning is gone, or the schema of a record cannot be asked for
     */
    public void read(int partition, long end, EventListener listener) {
        reader.readFromBeginning(
                Topics.EVENTS, new TreeMap<>(Map.of(partition, end)), record -> tell(record, listener));
    }

    private void tell(ConsumerRecord<byte[], byte[]> record, EventListener listener) {
        AccountEvent event;
        try {
            event = events.decode(record.value());
        } catch (SerializationException e) {
            listener.undecodable(record.partition(), record.offset(), e);
            return;
        }
        listener.event(record.partition(), record.offset(), event);
    }

    @Override
    public void close() {
        opened.close();
    }
}

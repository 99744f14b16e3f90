package ledger.api.streams;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import ledger.api.config.LedgerConfig;
import ledger.api.config.RocksDbConfig;
import ledger.projections.PoisonPolicy;
import ledger.topics.Topics;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/** The configuration of the Streams applications, from ours. */
public final class StreamsSettings {
    private static final String POISON_POLICY = "ledger.poison.policy";
    private static final int SESSION_TIMEOUT_MS = 10_000;
    private static final int POLL_RECORDS = 2_000;
    private static final int RETRY_BACKOFF_MS = 5;

    /** What is written to a partition, in few requests: Streams has its producers gather for 100 ms, or until a commit. */
    private static final int BATCH_BYTES = 128 * 1024;

    /** A record that is refused as too large would end its shard: it is made again, and refused again. */
    private static final int MAX_REQUEST_BYTES = Topics.MAX_DEAD_LETTER_BYTES;

    /** How long after it has joined an instance waits for the partitions whose stores it has filled; the least there is. */
    private static final long PROBING_INTERVAL_MS = 60_000;

    private static final long CACHE_BYTES = 16L * 1024 * 1024;

    private final LedgerConfig config;
    private final Map<String, Object> connection;
    private final Path stateDirectory;

    /**
     * Settings for one instance.
     *
     * @param connection how to reach the brokers: what every Kafka client gets
     */
    public StreamsSettings(LedgerConfig config, Map<String, Object> connection) {
        this.config = config;
        this.connection = connection;
        this.stateDirectory = stateDirectory(config);
    }

    /** Where this instance keeps its state stores. */
    public static Path stateDirectory(LedgerConfig config) {
        return config.data().resolve("state");
    }

    /** For the topology that decides commands: quick to commit, since a command is answered after its commit. */
    public Properties commands(String applicationId) {
        Properties settings = common(applicationId);
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.commands().threads());
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, config.commands().commitIntervalMs());
        // Commits are looked at only after a poll returns, so an idle poll must be short too.
        settings.put(StreamsConfig.POLL_MS_CONFIG, config.commands().pollMs());
        // A transaction that follows another at once may find the broker still writing the former one's markers.
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MS_CONFIG), RETRY_BACKOFF_MS);
        // Commands and messages of a shard may be taken in any order: neither waits for the other.
        settings.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
        return settings;
    }

    /**
     * For a generation of a projection.
     *
     * @param rebuilt whether it takes the place of another. It keeps the threads with which it was rebuilt: static members that
     *     did not come back after a crash would keep their partitions to themselves until their sessions time out
     * @param poison says what becomes of a record that is no event
     */
    public Properties projection(String applicationId, boolean rebuilt, PoisonPolicy poison) {
        Properties settings = common(applicationId);
        settings.put(
                StreamsConfig.NUM_STREAM_THREADS_CONFIG,
                rebuilt
                        ? config.projections().rebuildThreads()
                        : config.projections().threads());
        settings.put(
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, config.projections().commitIntervalMs());
        settings.put(POISON_POLICY, poison);
        return settings;
    }

    /** Of the generation whose handler gets that configuration; without one, bad records become dead letters. */
    static PoisonPolicy poisonPolicy(Map<String, ?> configs) {
        return configs.get(POISON_POLICY) instanceof PoisonPolicy policy ? policy : new PoisonPolicy();
    }

    private Properties common(String applicationId) {
        Properties settings = new Properties();
        settings.putAll(connection);
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
        settings.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.DEFAULT_CLIENT_SUPPLIER_CONFIG, StreamsClients.class);
        settings.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        settings.put(
                StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) config.topics().replicationFactor());
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, CACHE_BYTES);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), BATCH_BYTES);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), MAX_REQUEST_BYTES);
        settings.put(StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG), Topics.MAX_RECORD_BYTES);
        settings.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, UndecodableToDeadLetters.class);
        settings.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, PoisonToDeadLetters.class);
        // Static membership: an instance that crashed and is back within its session takes its partitions over at once.
        settings.put(consumer(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), config.instanceId());
        settings.put(consumer(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), SESSION_TIMEOUT_MS);
        settings.put(consumer(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), POLL_RECORDS);
        settings.put(
                StreamsConfig.APPLICATION_SERVER_CONFIG, config.advertised().toString());
        settings.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, config.cluster().standbyReplicas());
        settings.put(StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG, PROBING_INTERVAL_MS);
        rocksDb(settings, config.rocksDb());
        return settings;
    }

    private static void rocksDb(Properties settings, RocksDbConfig rocksDb) {
        settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, SharedRocksDbMemory.class);
        settings.put(SharedRocksDbMemory.CACHE_MB, rocksDb.cacheMb());
        settings.put(SharedRocksDbMemory.WRITE_BUFFER_MB, rocksDb.writeBufferMb());
    }

    private static String consumer(String key) {
        return StreamsConfig.mainConsumerPrefix(key);
    }
}

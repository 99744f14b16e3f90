package ledger.api.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.bootstrap.BootstrapDirectory;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;
import org.apache.kafka.streams.StreamsConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka broker with its controller (KRaft) in this process, listening on 127.0.0.1 only. It keeps its records and
 * its identity in a directory, and can be started there again, on the same or another port, however it ended before.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedKafka.class);

    private final DataDirectory directory;
    private final KafkaRaftServer server;
    private final int port;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedKafka(DataDirectory directory, KafkaRaftServer server, int port) {
        this.directory = directory;
        this.server = server;
        this.port = port;
    }

    /**
     * Starts a broker and returns when clients can use it.
     *
     * @param directory for its records; created and formatted where that was not done before
     * @param port for clients; 0 takes any free one
     * @throws BrokerStartException when it cannot start; nothing is left running
     */
    public static EmbeddedKafka start(Path directory, int port) {
        LoopbackPorts ports = LoopbackPorts.free(port);
        DataDirectory owned = DataDirectory.own(directory);
        try {
            checkFormat(owned.path());
            format(owned.path());
            Map<String, String> properties = BrokerProperties.of(owned.path(), ports);
            if (DeadBroker.isIn(owned.path())) {
                DeadBroker.fence(properties, owned.path());
            }
            KafkaRaftServer server = BrokerStart.start(properties, owned.path());
            KafkaExits.running();
            owned.listensAt(LoopbackPorts.HOST + ":" + ports.client());
            LOG.info("Embedded broker on {}:{}, data in {}", LoopbackPorts.HOST, ports.client(), owned.path());
            return new EmbeddedKafka(owned, server, ports.client());
        } catch (RuntimeException e) {
            release(owned);
            throw e;
        }
    }

    /**
     * What clients connect to where a broker of a directory runs now, in this process or another one.
     *
     * @throws BrokerStartException when that cannot be told
     */
    public static Optional<String> running(Path directory) {
        return DataDirectory.listener(directory);
    }

    /** What clients connect to: {@code 127.0.0.1:PORT}. */
    public String bootstrapServers() {
        return LoopbackPorts.HOST + ":" + port;
    }

    /**
     * What clients of this broker are configured with: where it is, and that they measure nothing for it, since it has no
     * use for what clients can tell of themselves (KIP-714). That would cost each of some forty clients of this process a
     * second registry of its metrics.
     */
    public Map<String, String> clientSettings() {
        return Map.of(
                CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers(),
                StreamsConfig.ENABLE_METRICS_PUSH_CONFIG,
                "false");
    }

    /** The port for clients, never 0. */
    public int port() {
        return port;
    }

    /** Stops the broker in order and returns when its files are closed. A second call does nothing. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        KafkaExits.stopping();
        EndingTransactions.await(bootstrapServers());
        server.shutdown();
        server.awaitShutdown();
        release(directory);
    }

    /** Kafka finds this out too, but late, in a thread of its own and without a way out. */
    private static void checkFormat(Path directory) {
        try {
            MetadataVersion version =
                    new BootstrapDirectory(directory.toString()).read().metadataVersion();
            LOG.debug("Data directory {} was formatted with metadata version {}", directory, version);
        } catch (Exception e) { // declared so wide by Kafka
            throw new BrokerStartException(
                    "Data directory " + directory + " was formatted by another version of Kafka, probably a newer one: "
                            + BrokerStartException.firstLine(e)
                            + ". Start the release of ledger that wrote it, or choose another directory with ledger.data",
                    e);
        }
    }

    private static void format(Path directory) {
        if (Files.exists(directory.resolve(MetaPropertiesEnsemble.META_PROPERTIES_NAME))) {
            return; // its cluster id and its versions stay as they are
        }
        try (PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(nowhere)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(BrokerProperties.NODE_ID)
                    .setControllerListenerName(BrokerProperties.CONTROLLER_LISTENER)
                    .setMetadataLogDirectory(directory.toString())
                    .setDirectories(List.of(directory.toString()))
                    .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setIgnoreFormatted(true)
                    .run();
        } catch (Exception e) { // declared so wide by Kafka
            throw new BrokerStartException(
                    "Cannot format data directory " + directory + ": " + BrokerStartException.firstLine(e)
                            + ". See that it can be written, or choose another with ledger.data",
                    e);
        }
    }

    private static void release(DataDirectory directory) {
        try {
            directory.close();
        } catch (IOException e) {
            LOG.warn("Cannot release the lock of {}", directory.path(), e);
        }
    }
}

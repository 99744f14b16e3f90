package ledger.api.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.bootstrap.BootstrapDirectory;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka broker with its controller (KRaft) in this process, listening on 127.0.0.1 only. It keeps its records and
 * its identity in a directory, and can be started there again, on the same or another port, however it ended before.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedKafka.class);
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    private final DataDirectory directory;
    private final KafkaRaftServer server;
    private final int port;

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
        int clientPort = LoopbackPorts.resolve(port);
        DataDirectory owned = DataDirectory.own(directory);
        try {
            checkFormat(owned.path());
            format(owned.path());
            Map<String, String> properties = BrokerProperties.of(owned.path(), clientPort, LoopbackPorts.resolve(0));
            KafkaRaftServer server = startServer(properties, owned.path());
            LOG.info("Embedded broker on {}:{}, data in {}", LoopbackPorts.HOST, clientPort, owned.path());
            return new EmbeddedKafka(owned, server, clientPort);
        } catch (RuntimeException e) {
            release(owned);
            throw e;
        }
    }

    /** What clients connect to: {@code 127.0.0.1:PORT}. */
    public String bootstrapServers() {
        return LoopbackPorts.HOST + ":" + port;
    }

    /** The port for clients, never 0. */
    public int port() {
        return port;
    }

    /** Stops the broker in order and returns when its files are closed. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
        release(directory);
    }

    /** Kafka finds this out too, but late, in a thread of its own and without a way out. */
    private static void checkFormat(Path directory) {
        try {
            new BootstrapDirectory(directory.toString()).read();
        } catch (Exception e) { // declared so wide by Kafka
            throw new BrokerStartException(
                    "Data directory " + directory + " was formatted by another version of Kafka, probably a newer one: "
                            + firstLine(e)
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
                    "Cannot format data directory " + directory + ": " + firstLine(e)
                            + ". See that it can be written, or choose another with ledger.data",
                    e);
        }
    }

    /** On a thread of its own: Kafka may report a fatal fault on yet another one while the starting one still waits. */
    private static KafkaRaftServer startServer(Map<String, String> properties, Path directory) {
        CompletableFuture<KafkaRaftServer> start = new CompletableFuture<>();
        Consumer<RuntimeException> onFault = start::completeExceptionally;
        KafkaExits.starting(onFault);
        try {
            Thread.ofPlatform().daemon().name("ledger-broker-start").start(() -> {
                try {
                    KafkaRaftServer server =
                            new KafkaRaftServer(KafkaConfig.fromProps(toProperties(properties)), Time.SYSTEM);
                    server.startup();
                    start.complete(server);
                } catch (Throwable e) { // handed over, whatever it is
                    start.completeExceptionally(e);
                }
            });
            return start.get(START_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new BrokerStartException(
                    "The embedded broker did not start on " + directory + ": " + firstLine(e.getCause()), e);
        } catch (TimeoutException e) {
            throw new BrokerStartException(
                    "The embedded broker was not ready within " + START_TIMEOUT.toSeconds() + " s on " + directory
                            + ". See the log, or start with LEDGER_LOG_LEVEL=DEBUG",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerStartException("Interrupted while the embedded broker started", e);
        } finally {
            KafkaExits.started(onFault);
        }
    }

    private static Properties toProperties(Map<String, String> map) {
        Properties properties = new Properties();
        properties.putAll(map);
        return properties;
    }

    private static void release(DataDirectory directory) {
        try {
            directory.close();
        } catch (IOException e) {
            LOG.warn("Cannot release the lock of {}", directory.path(), e);
        }
    }

    private static String firstLine(@Nullable Throwable e) {
        String message = e == null ? null : e.getMessage();
        return message == null ? String.valueOf(e) : message.lines().findFirst().orElse("");
    }
}

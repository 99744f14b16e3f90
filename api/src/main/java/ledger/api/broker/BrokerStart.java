package ledger.api.broker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One attempt to start Kafka's server: it runs afterwards, or it is stopped again and the cause is thrown. */
final class BrokerStart {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerStart.class);
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration CLEAN_UP_TIMEOUT = Duration.ofSeconds(10);

    private final Path directory;
    private final KafkaRaftServer server;

    private BrokerStart(Path directory, KafkaRaftServer server) {
        this.directory = directory;
        this.server = server;
    }

    static KafkaRaftServer start(Map<String, String> settings, Path directory) {
        Properties properties = new Properties();
        properties.putAll(settings);
        KafkaRaftServer server;
        try {
            server = new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
        } catch (RuntimeException e) {
            throw notStarted(directory, e);
        }
        new BrokerStart(directory, server).run();
        return server;
    }

    /** On a thread of its own: Kafka may report a fatal fault on yet another one while the starting one still waits. */
    private void run() {
        CompletableFuture<Void> started = inBackground("ledger-broker-start", server::startup);
        Consumer<RuntimeException> onFault = started::completeExceptionally;
        KafkaExits.starting(onFault);
        try {
            started.get(START_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            cleanUp();
            throw notStarted(directory, e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            cleanUp();
            throw new BrokerStartException(
                    "The embedded broker was not ready within " + START_TIMEOUT.toSeconds() + " s on " + directory
                            + ". See the log for what it waited for",
                    e);
        } catch (InterruptedException e) {
            cleanUp();
            Thread.currentThread().interrupt();
            throw new BrokerStartException("Interrupted while the embedded broker started", e);
        } finally {
            KafkaExits.startEnded(onFault);
        }
    }

    private void cleanUp() {
        try {
            inBackground("ledger-broker-clean-up", server::shutdown)
                    .get(CLEAN_UP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("The broker that did not start could not be stopped in order", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static CompletableFuture<Void> inBackground(String name, Runnable task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name(name).start(() -> {
            try {
                task.run();
                done.complete(null);
            } catch (Throwable e) { // handed over to whoever waits, whatever it is
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    private static BrokerStartException notStarted(Path directory, Throwable cause) {
        return new BrokerStartException(
                "The embedded broker did not start on " + directory + ": " + BrokerStartException.firstLine(cause),
                cause);
    }
}

package ledger.api.server;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import ledger.api.broker.BrokerStartException;
import ledger.api.config.ConfigKey;
import ledger.api.config.InvalidConfigException;
import ledger.api.config.LedgerConfig;
import ledger.api.connection.BrokersUnavailableException;
import ledger.registry.SchemaRegistryException;
import ledger.topics.TopicMismatchException;
import ledger.topics.TopicSetupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code ledger run}: starts the server, says where it is, and stays until the process is told to stop. */
public final class ServerRunner {
    private static final Logger LOG = LoggerFactory.getLogger(ServerRunner.class);
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    private ServerRunner() {}

    /**
     * Runs the server to its end. SIGTERM and SIGINT end it in order, with exit code 0.
     *
     * @param flags configuration keys given on the command line
     * @return the exit code where it could not start: 2 for a wrong configuration, else 1
     */
    public static int run(Map<String, String> flags, Optional<Path> configFile) {
        long start = System.nanoTime();
        LedgerConfig config;
        try {
            config = LedgerConfig.load(configFile, System.getenv(), byKey(flags));
        } catch (InvalidConfigException e) {
            return complain(e, WRONG_USAGE);
        }
        try {
            LedgerServer server = LedgerServer.start(config);
            Thread hook = new Thread(() -> stop(server), "ledger-shutdown");
            Runtime.getRuntime().addShutdownHook(hook);
            awaitReady(server, hook);
            announce(config, server, start);
            new CountDownLatch(1).await();
        } catch (InvalidConfigException e) {
            // Of a file that the configuration names.
            return complain(e, WRONG_USAGE);
        } catch (StartupException
                | BrokerStartException
                | BrokersUnavailableException
                | TopicMismatchException
                | TopicSetupException
                | SchemaRegistryException e) {
            return complain(e, FAILED);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return DONE;
    }

    private static void awaitReady(LedgerServer server, Thread hook) throws InterruptedException {
        try {
            server.awaitReady();
        } catch (StartupException e) {
            if (isStopping(hook)) {
                // Told to stop before it was ready: the shards have stopped for that reason.
                hook.join();
            }
            server.close();
            throw e;
        }
    }

    /** Whether the process is being stopped; else the hook is gone, which would have said that it was stopped in order. */
    private static boolean isStopping(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    private static void announce(LedgerConfig config, LedgerServer server, long start) {
        long millis = (System.nanoTime() - start) / 1_000_000;
        String scheme = config.http().tls().isPresent() ? "https" : "http";
        PrintStream out = System.out;
        out.println("Ledger is ready after " + millis + " ms.");
        out.println("  API      " + scheme + "://" + config.http().address().host() + ":" + server.httpPort());
        out.println("  Kafka    " + server.bootstrapServers());
        out.println("  data     " + config.data());
        out.flush();
    }

    private static void stop(LedgerServer server) {
        LOG.info("Stopping");
        server.close();
        LOG.info("Stopped");
        // The JVM would end with the signal's number; a stop in order is no failure.
        Runtime.getRuntime().halt(DONE);
    }

    private static int complain(RuntimeException failure, int exitCode) {
        System.err.println("ledger: " + failure.getMessage());
        LOG.debug("Could not start", failure);
        return exitCode;
    }

    private static Map<ConfigKey, String> byKey(Map<String, String> flags) {
        Map<ConfigKey, String> keys = new EnumMap<>(ConfigKey.class);
        for (ConfigKey key : ConfigKey.values()) {
            String value = flags.get(key.key());
            if (value != null) {
                keys.put(key, value);
            }
        }
        return keys;
    }
}

package ledger.api.log;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import ledger.api.broker.BrokerStartException;
import ledger.api.broker.EmbeddedKafka;
import ledger.api.config.LedgerConfig;
import ledger.api.connection.BrokerAccess;
import ledger.api.connection.BrokersUnavailableException;
import ledger.topics.Topics;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/**
 * The brokers of a ledger, for what works on its topics without a server. Where the data are those of an embedded broker,
 * that broker is used if it runs, and else started for as long as this is open.
 */
public final class LedgerBrokers implements AutoCloseable {
    private static final Duration WITHIN = Duration.ofSeconds(30);

    private final Map<String, Object> connection;
    private final String bootstrapServers;
    private final Set<String> topics;
    private @Nullable EmbeddedKafka started;

    private LedgerBrokers(LedgerConfig config) {
        bootstrapServers = config.kafka().bootstrapServers().orElseGet(() -> ownBroker(config.data()));
        Map<String, Object> settings = new HashMap<>(config.kafka().clientSettings());
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        connection = Map.copyOf(settings);
        try {
            topics = topicsOfALedger();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Reaches the brokers of a ledger.
     *
     * @throws LogException if they cannot be reached, or there is no ledger on them
     * @throws ledger.api.config.InvalidConfigException if no client can be made with their settings
     */
    public static LedgerBrokers open(LedgerConfig config) {
        return new LedgerBrokers(config);
    }

    private String ownBroker(Path data) {
        Path directory = data.resolve("kafka");
        if (!Files.isDirectory(directory)) {
            throw new LogException("there is no ledger's data in " + data + ": check --data");
        }
        return EmbeddedKafka.running(directory).orElseGet(() -> {
            try {
                EmbeddedKafka broker = EmbeddedKafka.start(directory, 0);
                started = broker;
                return broker.bootstrapServers();
            } catch (BrokerStartException e) {
                throw new LogException(String.valueOf(e.getMessage()), e);
            }
        });
    }

    private Set<String> topicsOfALedger() {
        Admin admin = reached();
        try {
            Set<String> names = admin.listTopics().names().get(WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            if (!names.contains(Topics.EVENTS)) {
                throw new LogException(
                        "there is no ledger on " + bootstrapServers + ": it has no topic " + Topics.EVENTS);
            }
            return Set.copyOf(names);
        } catch (ExecutionException | TimeoutException e) {
            throw new LogException("the Kafka brokers at " + bootstrapServers + " do not list their topics", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LogException("interrupted while reaching the brokers", e);
        } finally {
            // Left to itself, closing would wait for an answer that does not come.
            admin.close(Duration.ZERO);
        }
    }

    private Admin reached() {
        try {
            return BrokerAccess.open(connection);
        } catch (BrokersUnavailableException e) {
            throw new LogException(String.valueOf(e.getMessage()), e);
        }
    }

    /** The settings that every client needs to connect. */
    public Map<String, Object> connection() {
        return connection;
    }

    /**
     * A reader of topics, which joins no group, so that a running ledger does not notice. The caller closes it before this.
     *
     * @param clientId what it calls itself to the brokers
     */
    public LogReader reader(String clientId) {
        return new LogReader(connection, clientId);
    }

    /** What clients connect to. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** The names of all topics that are there. */
    public Set<String> topics() {
        return topics;
    }

    @Override
    public void close() {
        if (started != null) {
            started.close();
        }
    }
}

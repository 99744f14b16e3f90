package ledger.api.connection;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.security.auth.login.LoginException;
import ledger.api.config.ConfigKey;
import ledger.api.config.InvalidConfigException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.jspecify.annotations.Nullable;

/**
 * Reaches brokers with the settings that every client gets, and tells apart why they cannot be reached. What Kafka says of
 * the settings is passed on, except of those that have a password in them.
 */
public final class BrokerAccess {
    private static final Duration WITHIN = Duration.ofSeconds(15);
    private static final Pattern COMMA = Pattern.compile(" *, *");
    private static final String EXAMPLE =
            "org.apache.kafka.common.security.scram.ScramLoginModule, and username and password as NAMEs";
    private static final String FILE = " in the file of " + ConfigKey.KAFKA_CONFIG.key();

    private final Map<String, Object> connection;
    private final String servers;
    private final String protocol;

    private BrokerAccess(Map<String, Object> connection) {
        this.connection = connection;
        this.servers = String.valueOf(connection.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
        this.protocol = String.valueOf(connection.getOrDefault(
                        CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, CommonClientConfigs.DEFAULT_SECURITY_PROTOCOL))
                .toUpperCase(Locale.ROOT);
    }

    /**
     * A client of brokers that have answered it, for the caller to close.
     *
     * @param connection what every client is configured with, {@code bootstrap.servers} among it
     * @throws InvalidConfigException if Kafka does not take these settings
     * @throws BrokersUnavailableException if no broker answers within about 20 s, or the brokers refuse the client
     */
    public static Admin open(Map<String, Object> connection) {
        return open(connection, WITHIN);
    }

    static Admin open(Map<String, Object> connection, Duration within) {
        return new BrokerAccess(connection).open(within);
    }

    private Admin open(Duration within) {
        // A client of Kafka takes an alert of TLS for the length of an answer, 352 MB, and makes room for it.
        if (!withTls() && greeting() == Greeting.TLS) {
            throw unavailable(
                    "the Kafka brokers at " + servers + " speak TLS, and security.protocol is " + protocol
                            + ": set it to SASL_SSL or SSL" + FILE,
                    null);
        }
        Admin admin = create();
        try {
            admin.describeCluster().nodes().get(within.toMillis(), TimeUnit.MILLISECONDS);
            return admin;
        } catch (ExecutionException | TimeoutException e) {
            // Left to itself, closing would wait for the answer for a minute.
            admin.close(Duration.ZERO);
            throw unavailable(why(e.getCause() == null ? e : e.getCause()), e);
        } catch (InterruptedException e) {
            admin.close(Duration.ZERO);
            Thread.currentThread().interrupt();
            throw unavailable("interrupted while reaching the brokers", e);
        }
    }

    private Admin create() {
        try {
            return Admin.create(connection);
        } catch (KafkaException e) {
            Throwable cause = lastOfKafka(e);
            String said = firstLine(cause);
            if (said.contains(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)) {
                throw unavailable(
                        "no Kafka broker answers at " + servers + ": the name is not known; check"
                                + " --bootstrap-servers",
                        e);
            }
            Throwable root = root(e);
            // Of TLS, Kafka says more of its own.
            boolean wrapped = said.startsWith("Failed to create new ")
                    || said.startsWith(root.getClass().getName());
            if (wrapped && (root instanceof IllegalArgumentException || root instanceof LoginException)) {
                // Kafka says which word it stumbled over, and that may be one of the password.
                throw InvalidConfigException.ofKey(
                        ConfigKey.KAFKA_CONFIG,
                        SaslConfigs.SASL_JAAS_CONFIG
                                + " must be CLASS required NAME=\"VALUE\" ...; with a login module as"
                                + " CLASS, such as " + EXAMPLE,
                        e);
            }
            throw InvalidConfigException.ofKey(
                    ConfigKey.KAFKA_CONFIG,
                    said
                            + (cause.getCause() == null
                                    ? ""
                                    : " (" + root.getClass().getSimpleName() + ")"),
                    e);
        }
    }

    private String why(Throwable cause) {
        if (cause instanceof SslAuthenticationException) {
            return "no trusted TLS connection to the Kafka brokers at " + servers + ": " + firstLine(root(cause))
                    + "; check ssl.*" + FILE;
        }
        if (cause instanceof AuthenticationException) {
            return "the Kafka brokers at " + servers + " refuse the login: " + firstLine(cause) + "; check sasl.*"
                    + FILE;
        }
        return switch (greeting()) {
            case NOBODY ->
                "no Kafka broker answers at " + servers + ": check --bootstrap-servers, and that the brokers are up";
            case PLAIN ->
                "the Kafka brokers at " + servers + (withTls() ? " speak without TLS" : " do not answer this client")
                        + ", and security.protocol is " + protocol + ": check it, and sasl.*," + FILE;
            case TLS, OTHER ->
                "something takes connections at " + servers
                        + ", but is no Kafka broker that answers: check --bootstrap-servers, and security.protocol, which"
                        + " is " + protocol + "," + FILE;
        };
    }

    private Greeting greeting() {
        return Greeting.of(List.of(COMMA.split(servers)));
    }

    private boolean withTls() {
        return protocol.endsWith("SSL");
    }

    private static BrokersUnavailableException unavailable(String message, @Nullable Throwable cause) {
        return new BrokersUnavailableException(message, cause);
    }

    /** The innermost that is Kafka's own: those around it repeat it. */
    private static Throwable lastOfKafka(Throwable e) {
        Throwable cause = e.getCause();
        return cause instanceof KafkaException ? lastOfKafka(cause) : e;
    }

    private static Throwable root(Throwable e) {
        Throwable cause = e.getCause();
        return cause == null ? e : root(cause);
    }

    private static String firstLine(Throwable e) {
        String message = e.getMessage();
        return message == null
                ? e.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }
}

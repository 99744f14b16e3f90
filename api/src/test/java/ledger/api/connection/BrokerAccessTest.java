package ledger.api.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import ledger.api.config.InvalidConfigException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One line says what is wrong, whatever listens there, and never a password. */
class BrokerAccessTest {
    private static final Duration WITHIN = Duration.ofMillis(500);
    private static final String MODULE = "org.apache.kafka.common.security.scram.ScramLoginModule";

    @TempDir
    private Path directory;

    /** Takes connections, and answers whatever it is told with the same byte, or with none. */
    private static final class Listener implements AutoCloseable {
        private final ServerSocket socket;

        Listener(@Nullable Integer answer) throws IOException {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            Thread.ofVirtual().start(() -> serve(answer));
        }

        private void serve(@Nullable Integer answer) {
            while (true) {
                try (Socket client = socket.accept()) {
                    if (answer != null && client.getInputStream().read() >= 0) {
                        client.getOutputStream().write(answer);
                    }
                } catch (IOException e) {
                    if (socket.isClosed()) {
                        return;
                    }
                    // Else the client has closed the connection: the next one is listened to.
                }
            }
        }

        String address() {
            return "127.0.0.1:" + socket.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static Map<String, Object> connection(String servers, String... settings) {
        Map<String, Object> connection = new HashMap<>();
        connection.put("bootstrap.servers", servers);
        for (int i = 0; i < settings.length; i += 2) {
            connection.put(settings[i], settings[i + 1]);
        }
        return connection;
    }

    private static void unavailable(Map<String, Object> connection, String... said) {
        assertThatThrownBy(() -> BrokerAccess.open(connection, WITHIN))
                .isInstanceOf(BrokersUnavailableException.class)
                .hasMessageContainingAll(said)
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAINTEXT", "SASL_PLAINTEXT"})
    void brokersWantTls(String protocol) throws IOException {
        try (Listener tls = new Listener(0x15)) {
            unavailable(
                    connection(tls.address(), "security.protocol", protocol),
                    tls.address(),
                    "speak TLS",
                    "security.protocol is " + protocol);
        }
    }

    @ParameterizedTest
    @CsvSource({"SSL, speak without TLS", "PLAINTEXT, do not answer this client"})
    void brokersAnswerWithoutTls(String protocol, String said) throws IOException {
        try (Listener kafka = new Listener(0)) {
            unavailable(
                    connection(kafka.address(), "security.protocol", protocol),
                    kafka.address(),
                    said,
                    "security.protocol is " + protocol);
        }
    }

    @Test
    void whatListensIsNoBroker() throws IOException {
        try (Listener silent = new Listener(null);
                Listener talking = new Listener(0x48)) {
            for (Listener other : new Listener[] {silent, talking}) {
                unavailable(connection(other.address()), other.address(), "is no Kafka broker that answers");
            }
        }
    }

    @Test
    void nobodyListens() throws IOException {
        String address;
        try (Listener closed = new Listener(null)) {
            address = closed.address();
        }
        unavailable(connection(address), "no Kafka broker answers at " + address, "--bootstrap-servers");
    }

    @Test
    void theNameIsNotKnown() {
        unavailable(connection("kafka.invalid:9092"), "kafka.invalid:9092", "the name is not known");
    }

    @Test
    void theFirstBrokerThatSaysSomethingIsHeard() throws IOException {
        String gone;
        try (Listener closed = new Listener(null)) {
            gone = closed.address();
        }
        try (Listener tls = new Listener(0x15)) {
            unavailable(connection(gone + ", " + tls.address()), "speak TLS");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "security.protocol | TLS | security.protocol",
                "ssl.truststore.location | DIRECTORY/none.pem | none.pem",
                "ssl.truststore.certificates | -----BEGIN CERTIFICATE-----!-----END CERTIFICATE----- | PEM",
                "sasl.jaas.config | MODULE required username=\"a\" password=top secret; | sasl.jaas.config",
                "sasl.jaas.config | MODULE required username=\"a\" password=\"secret\" | sasl.jaas.config",
                "sasl.jaas.config | secret | sasl.jaas.config",
                "sasl.jaas.config | MODULE secret password=\"secret\"; | sasl.jaas.config",
                "sasl.jaas.config | org.example.secret required password=\"secret\"; | sasl.jaas.config",
            })
    void settingsAreWrong(String key, String value, String said) {
        Map<String, Object> connection = connection(
                "127.0.0.1:1",
                "security.protocol",
                "SASL_SSL",
                "sasl.mechanism",
                "SCRAM-SHA-512",
                "sasl.jaas.config",
                MODULE + " required username=\"a\" password=\"secret\";",
                "ssl.truststore.type",
                "PEM");
        connection.put(key, value.replace("MODULE", MODULE).replace("DIRECTORY", directory.toString()));
        assertThatThrownBy(() -> BrokerAccess.open(connection, WITHIN))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageStartingWith("ledger.kafka.config: ")
                .hasMessageContaining(said)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret", "\n"));
    }
}

package ledger.api.connection;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.utils.Utils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is heard where a broker should be, when it is asked for its versions without TLS, as Kafka's protocol begins. */
enum Greeting {
    /** Nobody takes connections. */
    NOBODY,
    /** An alert of TLS. */
    TLS,
    /** An answer of Kafka without TLS. */
    PLAIN,
    /** Nothing, or something else. */
    OTHER;

    private static final Logger LOG = LoggerFactory.getLogger(Greeting.class);
    private static final int TIMEOUT_MS = 2_000;
    private static final int TLS_ALERT = 0x15;

    /** What the first of these brokers says that says something known; needs at most a few seconds for each. */
    static Greeting of(List<String> servers) {
        Greeting heard = NOBODY;
        for (String server : servers) {
            Greeting now = of(server);
            if (now == TLS || now == PLAIN) {
                return now;
            }
            heard = now == OTHER ? OTHER : heard;
        }
        return heard;
    }

    private static Greeting of(String server) {
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(
                            Objects.requireNonNull(Utils.getHost(server)),
                            Objects.requireNonNull(Utils.getPort(server))),
                    TIMEOUT_MS);
            return ask(socket);
        } catch (IOException e) {
            LOG.debug("Nobody takes a connection at {}", server, e);
            return NOBODY;
        }
    }

    private static Greeting ask(Socket socket) {
        try {
            socket.setSoTimeout(TIMEOUT_MS);
            socket.getOutputStream().write(question());
            // An answer of Kafka begins with its length, which is far below the 16 MiB that would fill the first byte.
            return switch (socket.getInputStream().read()) {
                case TLS_ALERT -> TLS;
                case 0 -> PLAIN;
                default -> OTHER;
            };
        } catch (IOException e) {
            LOG.debug("No answer at {}", socket.getRemoteSocketAddress(), e);
            return OTHER;
        }
    }

    /** Its length, what is asked in which version, a number for the answer, and no name of a client. */
    private static byte[] question() {
        short version = 0;
        short noName = -1;
        int length = Short.BYTES + Short.BYTES + Integer.BYTES + Short.BYTES;
        return ByteBuffer.allocate(Integer.BYTES + length)
                .putInt(length)
                .putShort(ApiKeys.API_VERSIONS.id)
                .putShort(version)
                .putInt(0)
                .putShort(noName)
                .array();
    }
}

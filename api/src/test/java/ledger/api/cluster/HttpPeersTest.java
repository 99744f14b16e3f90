package ledger.api.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import ledger.api.config.Secret;
import ledger.api.metrics.PeerMetrics;
import ledger.api.tls.Tls;
import ledger.projections.cluster.Instance;
import ledger.projections.cluster.NotHeldException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of a question to an instance that answers in a way of its own. */
class HttpPeersTest {
    private static final String HEAD =
            "HTTP/1.1 200 OK\r\n" + PeerProtocol.ANSWERED + ": true\r\nContent-Length: 4\r\n\r\n";

    private final HttpPeers peers = new HttpPeers(
            Optional.of(new Secret("a secret of the cluster")), Tls.NONE, new PeerMetrics(new SimpleMeterRegistry()));

    /** Asks a server that says this, and does not close the connection. */
    private byte[] ask(String answer) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var serving = CompletableFuture.supplyAsync(() -> accept(server, answer), Thread::startVirtualThread);
            Instance instance = new Instance("127.0.0.1", server.getLocalPort(), false);
            try {
                return peers.forward(instance, "/v1/accounts/alice", Map.of(), Duration.ofMillis(500))
                        .body();
            } finally {
                serving.join().close();
            }
        }
    }

    private static Socket accept(ServerSocket server, String answer) {
        try {
            Socket connection = server.accept();
            connection.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            return connection;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void anAnswerThatIsWholeIsAnAnswer() throws IOException {
        assertThat(ask(HEAD + "body")).asString(StandardCharsets.US_ASCII).isEqualTo("body");
    }

    @Test
    @Timeout(30)
    void anAnswerWhoseBodyDoesNotComeIsGivenUpInTime() {
        assertThatThrownBy(() -> ask(HEAD + "bo"))
                .isInstanceOf(NotHeldException.class)
                .hasMessageContaining("does not answer");
    }

    @Test
    @Timeout(30)
    void anInstanceThatSaysNothingIsGivenUpInTime() {
        assertThatThrownBy(() -> ask("")).isInstanceOf(NotHeldException.class).hasMessageContaining("does not answer");
    }
}

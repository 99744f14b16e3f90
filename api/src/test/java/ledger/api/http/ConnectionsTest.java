package ledger.api.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.DefaultHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
    private static final int MOST = 4;
    private static final byte[] REQUEST = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(300);

    private final MeterRegistry metrics = new SimpleMeterRegistry();
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server, 1, 1);
    private final List<Socket> clients = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        server.addConnector(connector);
        server.setHandler(new DefaultHandler());
        Connections.limit(server, MOST, metrics);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        for (Socket client : clients) {
            client.close();
        }
        server.stop();
    }

    @Test
    void thoseBeyondTheBoundWaitUntilOthersEnd() throws IOException {
        for (int i = 0; i < MOST; i++) {
            assertAnswered(connect(), LONG);
        }
        assertThat(open()).isEqualTo(MOST);
        connect(); // the one that the acceptor may have been waiting for already
        Socket last = connect();
        assertThatThrownBy(() -> assertAnswered(last, SHORT)).isInstanceOf(SocketTimeoutException.class);
        assertThat(metrics.counter("ledger.http.connections.limited").count()).isPositive();

        clients.get(0).close();
        clients.get(1).close();
        assertAnswered(last, LONG);
    }

    @Test
    void thoseThatEndAreNotCounted() throws IOException {
        assertAnswered(connect(), LONG);
        assertThat(open()).isEqualTo(1);
        clients.getFirst().close();
        await().until(() -> open() == 0);
    }

    @Test
    void theyLeaveFilesToWhatElseNeedsThem() {
        assertThat(Connections.most(4_096, 1_048_576)).isEqualTo(4_096);
        assertThat(Connections.most(4_096, 4_096)).isEqualTo(1_048);
        assertThat(Connections.most(4_096, Long.MAX_VALUE)).isEqualTo(4_096);
        assertThat(Connections.most(4_096, 1_024)).isEqualTo(16);
        assertThat(Connections.most(16, 1_048_576)).isEqualTo(16);
    }

    /** A connection that has sent a request. */
    private Socket connect() throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort());
        clients.add(client);
        client.getOutputStream().write(REQUEST);
        return client;
    }

    private static void assertAnswered(Socket client, Duration within) throws IOException {
        client.setSoTimeout((int) within.toMillis());
        assertThat(client.getInputStream().read()).isEqualTo('H');
    }

    private double open() {
        return metrics.get("ledger.http.connections").gauge().value();
    }
}

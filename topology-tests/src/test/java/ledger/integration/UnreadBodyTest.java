package ledger.integration;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A client that sends all of its request before it reads gets its answer, whether or not anybody wanted the body. */
@ExtendWith(SharedLedger.class)
class UnreadBodyTest {
    /** More than sockets buffer. */
    private static final int TOO_MANY_BYTES = 12 * 1024 * 1024;

    private static final int TIMEOUT_MS = 30_000;

    private final URI url;

    UnreadBodyTest(LedgerFixture ledger) {
        url = URI.create(ledger.api().url());
    }

    @Test
    void aBodyThatIsTooLargeIsAnsweredAndTheConnectionStays() throws IOException {
        assertAnswered("POST /v1/batches", "application/x-ndjson", TOO_MANY_BYTES, 413);
    }

    @Test
    void aBodyOfAWrongTypeIsAnsweredAndTheConnectionStays() throws IOException {
        assertAnswered("POST /v1/accounts", "text/plain", TOO_MANY_BYTES, 415);
    }

    @Test
    void aBodyThatNobodyAskedForIsAnsweredAndTheConnectionStays() throws IOException {
        assertAnswered("POST /v1/projections/nothing/rebuild", "application/json", TOO_MANY_BYTES, 404);
        assertAnswered("POST /nowhere", "application/json", TOO_MANY_BYTES, 404);
    }

    private void assertAnswered(String request, String type, int bytes, int status) throws IOException {
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(TIMEOUT_MS);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            String headers = " HTTP/1.1\r\nHost: 127.0.0.1\r\nIdempotency-Key: unread\r\nContent-Type: " + type
                    + "\r\nContent-Length: " + bytes + "\r\n\r\n";
            socket.getOutputStream().write((request + headers).getBytes(US_ASCII));
            socket.getOutputStream().write(new byte[bytes]);
            assertThat(statusOf(in)).isEqualTo(status);

            socket.getOutputStream().write("GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".getBytes(US_ASCII));
            assertThat(statusOf(in)).isEqualTo(200);
        }
    }

    /** Of the next answer, which is read to its end. */
    private static int statusOf(InputStream in) throws IOException {
        String[] statusLine = line(in).split(" ", -1);
        int length = 0;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(
                        lower.substring("content-length:".length()).strip());
            }
        }
        in.skipNBytes(length);
        return Integer.parseInt(statusLine[1]);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            assertThat(c).as("the connection was closed").isNotNegative();
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}

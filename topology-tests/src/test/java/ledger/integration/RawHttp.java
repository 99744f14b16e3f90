package ledger.integration;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends requests byte for byte, as no client would make them. */
final class RawHttp {
    private static final int TIMEOUT_MS = 30_000;

    private final URI url;

    RawHttp(Api api) {
        url = URI.create(api.url());
    }

    /** An answer as it came: the head with its status line, and the body. */
    record Answer(String head, String body) {
        Answer expect(int status) {
            assertThat(head).as(body).startsWith("HTTP/1.1 " + status + " ");
            return this;
        }

        /** The value of a header, {@code ""} where there is none. */
        String header(String name) {
            Matcher header = Pattern.compile("(?m)^" + name.toLowerCase(Locale.ROOT) + ": *([^\\r\\n]*)")
                    .matcher(head.toLowerCase(Locale.ROOT));
            return header.find() ? head.substring(header.start(1), header.end(1)) : "";
        }

        JsonNode json() {
            return Api.parse(body);
        }
    }

    /** Sends a request without a body: {@code METHOD target}, and headers. */
    Answer ask(String methodAndTarget, String... headers) {
        StringBuilder request = new StringBuilder(methodAndTarget).append(" HTTP/1.1\r\nHost: 127.0.0.1\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        return send(request.append("Connection: close\r\n\r\n").toString());
    }

    /** Sends text, and reads until the connection is closed. */
    Answer send(String text) {
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(TIMEOUT_MS);
            socket.getOutputStream().write(text.getBytes(ISO_8859_1));
            return answer(new String(socket.getInputStream().readAllBytes(), ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends text, says that this is all, and reads until the connection is closed. */
    Answer sendAndLeave(String text) {
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(TIMEOUT_MS);
            socket.getOutputStream().write(text.getBytes(ISO_8859_1));
            socket.shutdownOutput();
            return answer(new String(socket.getInputStream().readAllBytes(), ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Answer answer(String all) {
        int end = all.indexOf("\r\n\r\n");
        return end < 0 ? new Answer(all, "") : new Answer(all.substring(0, end + 2), all.substring(end + 4));
    }
}

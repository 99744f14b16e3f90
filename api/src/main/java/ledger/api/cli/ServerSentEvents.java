package ledger.api.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads a stream of server-sent events, as the HTML standard defines it, and keeps the id to resume it from. */
final class ServerSentEvents {
    private final BufferedReader lines;
    private @Nullable String lastId;

    /** @param lastId of the stream that this one goes on from, where it is one that goes on */
    ServerSentEvents(InputStream body, @Nullable String lastId) {
        this.lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        this.lastId = lastId;
    }

    /** The last id of an event that was read whole; an id may come without one. */
    @Nullable String lastId() {
        return lastId;
    }

    /**
     * The data of the next event; null at the end of the stream.
     *
     * @throws IOException if the connection breaks; an event that came in part is none
     */
    @Nullable String next() throws IOException {
        StringBuilder data = new StringBuilder();
        String id = lastId;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty()) {
                lastId = id;
                if (!data.isEmpty()) {
                    return data.toString();
                }
            } else if (line.startsWith("id:")) {
                id = value(line);
            } else if (line.startsWith("data:")) {
                data.append(data.isEmpty() ? "" : "\n").append(value(line));
            }
        }
        return null;
    }

    private static String value(String line) {
        String value = line.substring(line.indexOf(':') + 1);
        return value.startsWith(" ") ? value.substring(1) : value;
    }
}

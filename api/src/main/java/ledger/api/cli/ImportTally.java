package ledger.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Counts what became of the lines, and keeps those that were rejected. */
final class ImportTally implements AutoCloseable {

    private static final int SHOWN_REJECTS = 10;

    private final long startNanos = System.nanoTime();
    private final @Nullable Writer rejects;
    private final List<String> shownRejects = new ArrayList<>();
    private long accepted;
    private long replayed;
    private long rejected;

    /**
     * Starts at zero.
     *
     * @param rejectsFile where every rejected line is written, as NDJSON; overwritten
     */
    ImportTally(@Nullable Path rejectsFile) {
        try {
            this.rejects = rejectsFile == null ? null : Files.newBufferedWriter(rejectsFile);
        } catch (IOException e) {
            throw new CliException("cannot write " + rejectsFile + ": " + ApiClient.describe(e), e);
        }
    }

    /** Counts a line whose outcome is known. A rejection counts as one again when it is replayed. */
    void count(BatchLine line, int status, boolean wasReplayed, JsonNode body) {
        if (status >= 400) {
            rejected++;
            reject(line, status, body);
        } else if (wasReplayed) {
            replayed++;
        } else {
            accepted++;
        }
    }

    private void reject(BatchLine line, int status, JsonNode body) {
        String key = line.key() == null ? "(none)" : line.key();
        if (shownRejects.size() < SHOWN_REJECTS) {
            shownRejects.add("line %d, key %s: %s".formatted(line.number(), key, ApiAnswer.problem(status, body)));
        }
        if (rejects == null) {
            return;
        }
        ObjectNode reject = ApiClient.JSON.createObjectNode();
        reject.put("line", line.number())
                .put("idempotencyKey", line.key())
                .put("status", status)
                .put("code", body.path("code").textValue())
                .put("detail", body.path("detail").textValue())
                .put("command", new String(line.bytes(), StandardCharsets.UTF_8));
        try {
            rejects.write(reject + "\n");
        } catch (IOException e) {
            throw new CliException("cannot write the rejected lines: " + ApiClient.describe(e), e);
        }
    }

    long known() {
        return accepted + replayed + rejected;
    }

    long rejected() {
        return rejected;
    }

    /** The first rejected lines, each with why, and how many more there are. */
    List<String> rejectsForPeople() {
        List<String> lines = new ArrayList<>(shownRejects);
        if (rejected > shownRejects.size()) {
            String where = rejects == null ? " (--rejects FILE keeps them all)" : "";
            lines.add("… and " + (rejected - shownRejects.size()) + " more rejected" + where);
        }
        return lines;
    }

    /**
     * The last line of an import.
     *
     * @param pending lines that were taken, but not known to have ended
     * @param unanswered lines without any answer
     */
    String summary(boolean json, long pending, long unanswered) {
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        long rowsPerSecond = Math.round(known() / Math.max(seconds, 1e-3));
        if (json) {
            return ApiClient.JSON
                    .createObjectNode()
                    .put("accepted", accepted)
                    .put("replayed", replayed)
                    .put("rejected", rejected)
                    .put("pending", pending)
                    .put("unanswered", unanswered)
                    .put("seconds", Math.round(seconds * 1e3) / 1e3)
                    .put("rowsPerSecond", rowsPerSecond)
                    .toString();
        }
        return "accepted %d, replayed %d, rejected %d%s%s in %s s (%d rows/s)"
                .formatted(
                        accepted,
                        replayed,
                        rejected,
                        pending == 0 ? "" : ", pending " + pending,
                        unanswered == 0 ? "" : ", unanswered " + unanswered,
                        String.format(Locale.ROOT, "%.1f", seconds),
                        rowsPerSecond);
    }

    @Override
    public void close() {
        if (rejects != null) {
            try {
                rejects.close();
            } catch (IOException e) {
                throw new CliException("cannot write the rejected lines: " + ApiClient.describe(e), e);
            }
        }
    }
}

package ledger.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code ledger import FILE}: books the lines of a file through {@code POST /v1/batches}.
 *
 * <p>A batch is sent only when the one before has been answered, because lines of one account must stay in order; the
 * next one is read meanwhile.
 */
@Command(
        name = "import",
        description = "Books a file of commands, one JSON object a line, plain or gzipped.",
        footer = {
            "",
            "Importing a file again books nothing twice: a line is applied once per idempotency key, "
                    + "and one without gets a key made of the SHA-256 of the file's text and the line's number."
        })
final class ImportCommand extends ClientCommand {

    private static final int MAX_BATCH_LINES = 10_000;
    private static final Duration POLL = Duration.ofMillis(100);

    @Parameters(index = "0", paramLabel = "FILE", description = "The file, or - for standard input.")
    private String file = "";

    @Option(
            names = "--batch-size",
            paramLabel = "LINES",
            defaultValue = "10000",
            description = "Lines in one request, 1 to 10000 (default: ${DEFAULT-VALUE}).")
    private int batchSize;

    @Option(
            names = "--rejects",
            paramLabel = "FILE",
            description = "Where to write every rejected line with the reason, as NDJSON.")
    private @Nullable Path rejects;

    private final List<BatchLine> pending = new ArrayList<>();

    ImportCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run(ApiClient client) {
        if (batchSize < 1 || batchSize > MAX_BATCH_LINES) {
            throw new CliException.Usage("--batch-size takes 1 to " + MAX_BATCH_LINES + " lines, not " + batchSize);
        }
        ImportFile lines = ImportFile.open(named("FILE", file), terminal.in());
        try (ImportTally tally = new ImportTally(rejects)) {
            try (ProgressLine progress = new ProgressLine(terminal, options.json(), "import", lines.lines(), "rows")) {
                sendAll(client, lines, tally, progress);
                settlePending(client, tally, progress);
            } catch (CliException e) {
                report(tally, lines);
                throw new CliException(e.getMessage() + "; to go on, run the import again: nothing is booked twice", e);
            }
            report(tally, lines);
            return tally.rejected() == 0 && pending.isEmpty() ? DONE : FAILED;
        }
    }

    private void sendAll(ApiClient client, ImportFile lines, ImportTally tally, ProgressLine progress) {
        BatchSender sender = new BatchSender(client, terminal, (line, status, replayed, body) -> {
            if (status == 202) {
                pending.add(line);
            } else {
                tally.count(line, status, replayed, body);
            }
            show(tally, progress);
        });
        try (BatchReader reader = new BatchReader(lines, batchSize);
                ExecutorService readAhead = Executors.newSingleThreadExecutor()) {
            List<BatchLine> batch = reader.next();
            while (!batch.isEmpty()) {
                Future<List<BatchLine>> next = readAhead.submit(reader::next);
                sender.send(batch);
                batch = next.get();
            }
        } catch (IOException e) {
            throw new CliException("cannot read " + file + ": " + ApiClient.describe(e), e);
        } catch (ExecutionException e) {
            throw new CliException("cannot read " + file + ": " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException("interrupted", e);
        }
    }

    /**
     * Asks for the outcome of lines that were taken but not decided in time, until all are known, or none became known in
     * the time that is waited.
     */
    private void settlePending(ApiClient client, ImportTally tally, ProgressLine progress) {
        long progressNanos = terminal.time().nanos();
        int next = 0;
        while (!pending.isEmpty()
                && terminal.time().nanos() - progressNanos < options.waitTime().toNanos()) {
            BatchLine line = pending.get(next);
            ApiAnswer answer = client.get(ApiClient.path("v1", "commands", String.valueOf(line.key())), Map.of());
            if (isUnknownYet(answer)) {
                next = (next + 1) % pending.size();
                terminal.pause(answer.retryAfter().orElse(POLL));
                continue;
            }
            pending.remove(next);
            progressNanos = terminal.time().nanos();
            next = pending.isEmpty() ? 0 : next % pending.size();
            tally.count(line, outcomeStatus(answer), false, answer.json());
            show(tally, progress);
        }
    }

    /** 404 too: an instance that took a command and died before it was decided is the only one that knew of it. */
    private static boolean isUnknownYet(ApiAnswer answer) {
        return answer.pending() || answer.retriable() || answer.status() == 404;
    }

    /** The status of the first answer: a problem carries its own in the body, whatever the status of the reading is. */
    private static int outcomeStatus(ApiAnswer answer) {
        JsonNode status = answer.json().path("status");
        return status.isInt() ? status.intValue() : answer.status();
    }

    private void show(ImportTally tally, ProgressLine progress) {
        progress.show(tally.known() + pending.size(), "rejected " + tally.rejected());
    }

    private void report(ImportTally tally, ImportFile lines) {
        tally.rejectsForPeople().forEach(line -> terminal.err().println(Terminal.printable(line)));
        long unanswered = lines.lines() - tally.known() - pending.size();
        terminal.out().println(tally.summary(options.json(), pending.size(), unanswered));
    }
}

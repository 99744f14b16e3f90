package ledger.api.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
            UndecidedLines undecided = new UndecidedLines(client, terminal);
            try (ProgressLine progress = new ProgressLine(terminal, options.json(), "import", lines.lines(), "rows")) {
                sendAll(client, lines, tally, undecided, progress);
                undecided.settle(options.waitTime(), (line, status, body) -> {
                    tally.count(line, status, false, body);
                    show(tally, undecided, progress);
                });
            } catch (CliException e) {
                report(tally, undecided, lines);
                throw new CliException(e.getMessage() + "; to go on, run the import again: nothing is booked twice", e);
            }
            report(tally, undecided, lines);
            return tally.rejected() == 0 && undecided.size() == 0 ? DONE : FAILED;
        }
    }

    private void sendAll(
            ApiClient client, ImportFile lines, ImportTally tally, UndecidedLines undecided, ProgressLine progress) {
        BatchSender sender = new BatchSender(client, terminal, (line, status, replayed, body) -> {
            if (status == 202) {
                undecided.add(line);
            } else {
                tally.count(line, status, replayed, body);
            }
            show(tally, undecided, progress);
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

    private static void show(ImportTally tally, UndecidedLines undecided, ProgressLine progress) {
        progress.show(tally.known() + undecided.size(), "rejected " + tally.rejected());
    }

    private void report(ImportTally tally, UndecidedLines undecided, ImportFile lines) {
        tally.rejectsForPeople().forEach(line -> terminal.err().println(Terminal.printable(line)));
        long unanswered = lines.lines() - tally.known() - undecided.size();
        terminal.out().println(tally.summary(options.json(), undecided.size(), unanswered));
    }
}

package ledger.api.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts the lines of a file into batches. */
final class BatchReader implements AutoCloseable {

    /** What a request's body may hold, 8 MiB. */
    private static final int MAX_BYTES = 8 * 1024 * 1024;

    private final ImportFile file;
    private final int maxLines;
    private final ImportFile.Reader lines;
    private @Nullable BatchLine carriedOver;

    BatchReader(ImportFile file, int maxLines) throws IOException {
        this.file = file;
        this.maxLines = maxLines;
        this.lines = file.reader();
    }

    /** The next lines that fit into one request; none at the end of the file. */
    List<BatchLine> next() throws IOException {
        List<BatchLine> batch = new ArrayList<>();
        long bytes = 0;
        while (batch.size() < maxLines) {
            BatchLine line = carriedOver != null ? carriedOver : nextLine();
            carriedOver = null;
            if (line == null) {
                break;
            }
            bytes += line.bytes().length + 1L;
            if (bytes > MAX_BYTES) {
                carriedOver = line;
                break;
            }
            batch.add(line);
        }
        return batch;
    }

    private @Nullable BatchLine nextLine() throws IOException {
        byte[] line = lines.next();
        long number = lines.number();
        return line.length == 0 ? null : BatchLine.of(number, line, () -> file.derivedKey(number));
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}

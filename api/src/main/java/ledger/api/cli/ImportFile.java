package ledger.api.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import ledger.language.Sha256;

/**
 * The lines to import, plain or gzipped, looked through once before anything is sent: how many there are, and the
 * SHA-256 of the plain text, of which keys are made for lines that have none.
 */
final class ImportFile {

    static final String STANDARD_INPUT = "-";

    /** A line must fit into a batch, whose limit is 8 MiB; room is left for a key that is added to it. */
    static final int MAX_LINE_BYTES = 8 * 1024 * 1024 - 1024;

    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int DIGEST_CHARACTERS = 32;

    private final Path file;
    private final String digest;
    private final long lines;

    private ImportFile(Path file, String digest, long lines) {
        this.file = file;
        this.digest = digest;
        this.lines = lines;
    }

    /**
     * Looks through a file.
     *
     * @param name its name, or {@code -} for standard input, which is kept in a temporary file until the process ends
     * @throws CliException if it cannot be read or a line is longer than a batch may be
     */
    static ImportFile open(String name, InputStream standardInput) {
        try {
            Path file = name.equals(STANDARD_INPUT) ? keep(standardInput) : Path.of(name);
            MessageDigest sha256 = Sha256.start();
            long lines = 0;
            try (Reader reader = new Reader(new DigestInputStream(plain(file), sha256))) {
                while (reader.next().length > 0) {
                    lines++;
                }
            }
            return new ImportFile(file, HexFormat.of().formatHex(sha256.digest()), lines);
        } catch (NoSuchFileException e) {
            throw new CliException("cannot read " + name + ": there is no such file", e);
        } catch (IOException | InvalidPathException e) {
            throw new CliException("cannot read " + name + ": " + e.getMessage(), e);
        }
    }

    private static Path keep(InputStream standardInput) throws IOException {
        Path file = Files.createTempFile("ledger-import-", ".ndjson");
        file.toFile().deleteOnExit();
        Files.copy(standardInput, file, StandardCopyOption.REPLACE_EXISTING);
        return file;
    }

    /** The file's text, unpacked where it begins with gzip's magic bytes. */
    private static InputStream plain(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
        in.mark(2);
        boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        return gzip ? new GZIPInputStream(in, BUFFER_BYTES) : in;
    }

    /** How many lines are to be sent: all but the blank ones. */
    long lines() {
        return lines;
    }

    /** The key of a line that has none: the same whenever the same text is imported, packed or not. */
    String derivedKey(long lineNumber) {
        return "import-" + digest.substring(0, DIGEST_CHARACTERS) + "-" + lineNumber;
    }

    /** Reads the lines from the first on. */
    Reader reader() throws IOException {
        return new Reader(plain(file));
    }

    /** Reads the lines that are not blank, one after the other. */
    static final class Reader implements AutoCloseable {

        private static final byte[] END = {};

        private final InputStream in;
        private long number;

        private Reader(InputStream in) {
            this.in = new BufferedInputStream(in, BUFFER_BYTES);
        }

        /** The number of the line that was read last, from 1, blank ones counted. */
        long number() {
            return number;
        }

        /** The next line without its line feed; empty at the end of the file. */
        byte[] next() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream(256);
            boolean blank = true;
            int b = in.read();
            while (b >= 0 && (b != '\n' || blank)) {
                if (b == '\n') {
                    number++;
                    line.reset();
                } else {
                    blank &= b == ' ' || b == '\t' || b == '\r';
                    line.write(b);
                    if (line.size() > MAX_LINE_BYTES) {
                        throw new IOException("line " + (number + 1) + " is longer than a batch may be (8 MiB)");
                    }
                }
                b = in.read();
            }
            if (blank) {
                return END;
            }
            number++;
            return line.toByteArray();
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}

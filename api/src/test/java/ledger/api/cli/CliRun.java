package ledger.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One run of the command line, with what it printed and how long it would have waited. */
record CliRun(int exitCode, String out, String err, List<Duration> pauses) {

    static CliRun of(String... args) {
        return withInput("", args);
    }

    static CliRun withInput(String input, String... args) {
        return run((flags, config) -> 0, false, input, args);
    }

    static CliRun watched(String... args) {
        return run((flags, config) -> 0, true, "", args);
    }

    static CliRun run(ServerLauncher launcher, boolean interactive, String input, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        return run(launcher, interactive, input, out, out, args);
    }

    /** With a reader at the other end of a pipe who goes away after the first line. */
    static CliRun intoHead(String... args) {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        OutputStream pipe = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                if (read.toString(StandardCharsets.UTF_8).contains("\n")) {
                    throw new IOException("Broken pipe");
                }
                read.write(b);
            }
        };
        return run((flags, config) -> 0, false, "", pipe, read, args);
    }

    /** With a file that has no room as standard output. */
    static CliRun intoFull(String... args) {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        return run((flags, config) -> 0, false, "", full, new ByteArrayOutputStream(), args);
    }

    private static CliRun run(
            ServerLauncher launcher,
            boolean interactive,
            String input,
            OutputStream target,
            ByteArrayOutputStream out,
            String... args) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        List<Duration> pauses = new ArrayList<>();
        Terminal terminal = new Terminal(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                Output.to(target),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                interactive,
                new PausedTime(pauses));
        int exitCode = new LedgerCli(launcher, () -> "Topologies:\n   Sub-topology: 0\n", terminal).run(args);
        return new CliRun(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8), pauses);
    }

    /** Passes by pauses alone, which take none of ours. */
    private record PausedTime(List<Duration> pauses) implements Terminal.Time {
        @Override
        public long nanos() {
            return pauses.stream().mapToLong(Duration::toNanos).sum();
        }

        @Override
        public void pause(Duration time) {
            pauses.add(time);
        }
    }

    JsonNode json() {
        try {
            return ApiClient.JSON.readTree(out);
        } catch (IOException e) {
            throw new IllegalStateException(out, e);
        }
    }
}

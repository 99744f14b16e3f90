package ledger.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionTimeoutException;

/** The program {@code ledger} as a process of its own, which can be killed; with the log configuration of the product. */
public final class LedgerProcess implements AutoCloseable {
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(90);
    private static final Duration READY_WITHIN = Duration.ofSeconds(90);
    /** Heap of a process that is not given another. */
    static final int HEAP_MB = 512;

    private static final Pattern API_LINE = Pattern.compile("API +http://127\\.0\\.0\\.1:([0-9]+)");

    private final Process process;
    private final Path out;
    private final Path err;

    private LedgerProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** What a run that ended by itself left behind. */
    record Ended(int exitCode, String out, List<String> err) {}

    static LedgerProcess start(Map<String, String> environment, String... args) {
        return start(HEAP_MB, environment, args);
    }

    /** Starts the program with a command line; returns at once. */
    public static LedgerProcess start(int heapMb, Map<String, String> environment, String... args) {
        return start(java(heapMb), environment, args);
    }

    /** @param java see {@link #java(int, List)} */
    static LedgerProcess start(List<String> java, Map<String, String> environment, String... args) {
        List<String> command = new ArrayList<>(java);
        command.add("ledger.api.LedgerMain");
        command.addAll(Arrays.asList(args));
        try {
            Path out = Files.createTempFile("ledger-out", ".txt");
            Path err = Files.createTempFile("ledger-err", ".txt");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("LEDGER_"));
            builder.environment().put("LEDGER_LOG_LEVEL", "WARN");
            builder.environment().putAll(environment);
            return new LedgerProcess(builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What starts a JVM with the classes of the product; a main class and its arguments are to follow. */
    public static List<String> java(int heapMb) {
        return java(heapMb, ProductArchive.flags(productClassPath()));
    }

    /** @param flags more of them */
    static List<String> java(int heapMb, List<String> flags) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseCompactObjectHeaders",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx" + heapMb + "m"));
        command.addAll(flags);
        command.add("-cp");
        command.add(productClassPath().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        return command;
    }

    /** A server on free ports. */
    static LedgerProcess server(Path data) {
        return start(Map.of(), serverArguments(data));
    }

    static String[] serverArguments(Path data) {
        return new String[] {"run", "--http", "127.0.0.1:0", "--kafka-port", "0", "--data", data.toString()};
    }

    /** Runs a command line to its end. */
    static Ended run(Map<String, String> environment, String... args) {
        try (LedgerProcess ledger = start(environment, args)) {
            return ledger.ended();
        }
    }

    /** Without the tests, so that the program finds its own resources first; and what is there. */
    private static List<Path> productClassPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes"))
                .map(Path::of)
                .filter(Files::exists)
                .toList();
    }

    /** Waits until the server says that it is ready. */
    Api ready() {
        awaitApiLine();
        Matcher line = apiLine();
        assertThat(line.find()).as("%s %s", read(out), read(err)).isTrue();
        Api api = new Api(Integer.parseInt(line.group(1)));
        api.get("/health/ready").expect(200);
        return api;
    }

    private void awaitApiLine() {
        try {
            await().atMost(READY_WITHIN)
                    .until(() -> !process.isAlive() || apiLine().find());
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("not ready: " + log(), e);
        }
    }

    /** Waits until the server has once been ready and is so now, to a client that knows its address. */
    public void awaitReady(Api api) {
        awaitApiLine();
        assertThat(process.isAlive()).as(log()).isTrue();
        await().atMost(READY_WITHIN)
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .until(() -> api.get("/health/ready").status() == 200);
    }

    public long pid() {
        return process.pid();
    }

    /** All that it has written. */
    public String log() {
        return read(out) + read(err);
    }

    private Matcher apiLine() {
        return API_LINE.matcher(read(out));
    }

    /** As {@code kill -9}. */
    public void kill() {
        process.destroyForcibly();
        ended();
    }

    /** As {@code kill}: SIGTERM. */
    Ended terminate() {
        process.destroy();
        return ended();
    }

    Ended ended() {
        try {
            if (!process.waitFor(ENDS_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("still runs: " + read(out) + read(err));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return new Ended(process.exitValue(), read(out), read(err).lines().toList());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A port of the loopback address that somebody else listens on until it is closed. */
    static ServerSocket portInUse() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    /** An address where nobody answers. */
    static String nobody() throws IOException {
        // The port of a client's end of a connection is not one that anybody listens on.
        try (ServerSocket server = portInUse();
                Socket client = new Socket(server.getInetAddress(), server.getLocalPort())) {
            return "127.0.0.1:" + client.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        ended();
        try {
            Files.delete(out);
            Files.delete(err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

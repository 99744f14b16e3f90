package ledger.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** {@code ./ledger run}, with an embedded broker, on free ports of loopback. */
final class LedgerProcess implements AutoCloseable {
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(60);
    private static final String READY = "Ledger is ready";
    private static final String API = "  API ";
    private static final String KAFKA = "  Kafka ";

    private final Process process;
    private final Duration readyAfter;
    private final URI api;
    private final String bootstrapServers;

    private LedgerProcess(Process process, Duration readyAfter, URI api, String bootstrapServers) {
        this.process = process;
        this.readyAfter = readyAfter;
        this.api = api;
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Starts it, and waits until it is ready.
     *
     * @param launcher the script {@code ledger}
     * @throws IllegalStateException if it ends instead
     */
    static LedgerProcess start(Path launcher, Path data) throws IOException {
        long start = System.nanoTime();
        Process process = new ProcessBuilder(List.of(
                        launcher.toString(),
                        "run",
                        "--http",
                        "127.0.0.1:0",
                        "--kafka-port",
                        "0",
                        "--data",
                        data.toString()))
                .redirectError(data.resolveSibling(data.getFileName() + ".log").toFile())
                .start();
        try {
            return ready(process, start);
        } catch (IOException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static LedgerProcess ready(Process process, long start) throws IOException {
        BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        Duration readyAfter = null;
        String api = null;
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(READY)) {
                readyAfter = Duration.ofNanos(System.nanoTime() - start);
            } else if (line.startsWith(API)) {
                api = line.substring(API.length()).strip();
            } else if (line.startsWith(KAFKA)) {
                return new LedgerProcess(
                        process,
                        told(readyAfter),
                        URI.create(told(api)),
                        line.substring(KAFKA.length()).strip());
            }
        }
        throw new IllegalStateException("the ledger ended before it was ready");
    }

    private static <T> T told(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("the ledger does not say what is expected when it is ready");
        }
        return value;
    }

    /** From the start of the launcher until it said that it is ready. */
    Duration readyAfter() {
        return readyAfter;
    }

    /** Where its API is. */
    URI api() {
        return api;
    }

    /** Where its broker is. */
    String bootstrapServers() {
        return bootstrapServers;
    }

    /** Ends it without warning, as kill -9 does, and waits until it is gone. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Stops it in order, if it still runs. */
    @Override
    public void close() {
        process.destroy();
        try {
            process.onExit().get(ENDS_WITHIN.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            kill();
            throw new IllegalStateException("the ledger did not stop within " + ENDS_WITHIN.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            kill();
        }
    }
}

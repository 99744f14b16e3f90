package ledger.api.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A broker in a process of its own, to be killed. */
final class BrokerProcess implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final String READY = "ready ";

    private final Process process;
    private final Path output;

    private BrokerProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Runs a broker until it is killed: prints {@link #READY} and the address when it can be used. */
    public static void main(String[] args) throws InterruptedException {
        EmbeddedKafka broker = EmbeddedKafka.start(Path.of(args[0]), 0);
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
        System.out.println(READY + broker.bootstrapServers());
        new CountDownLatch(1).await();
    }

    /**
     * Returns at once.
     *
     * @param output a file for what it prints
     */
    static BrokerProcess start(Path directory, Path output) throws IOException {
        List<String> command = List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                BrokerProcess.class.getName(),
                directory.toString());
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(output.toFile())
                .start();
        return new BrokerProcess(process, output);
    }

    long pid() {
        return process.pid();
    }

    /** Waits until it can be used; what clients connect to. */
    String bootstrapServers() {
        return Awaitility.await()
                .atMost(DEADLINE)
                .failFast("the process ended", () -> !process.isAlive())
                .until(
                        () -> Files.readString(output)
                                .lines()
                                .filter(line -> line.startsWith(READY))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow()
                .substring(READY.length());
    }

    /** kill -9; returns when it has ended. */
    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().orTimeout(DEADLINE.toSeconds(), TimeUnit.SECONDS).join();
    }
}

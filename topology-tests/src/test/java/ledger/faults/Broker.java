package ledger.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import ledger.integration.LedgerProcess;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/** One of the brokers, a process of its own: Kafka's main class on a directory that outlives it. */
final class Broker implements Member {
    private static final long ENDS_WITHIN_SECONDS = 30;
    private static final int STARTS_WITHIN_MS = 60_000;
    private static final int HEAP_MB = 320;

    private final int id;
    private final String address;
    private final Path file;
    private final Path output;
    private final Runnable awaitWhole;
    private Process process;

    /** @param awaitWhole returns when all brokers have all records */
    Broker(int id, Path directory, List<Integer> ports, String clusterId, Runnable awaitWhole) {
        this.id = id;
        this.address = BrokerProperties.address(id, ports);
        this.file = directory.resolve("broker-" + id + ".properties");
        this.output = directory.resolve("broker-" + id + ".log");
        this.awaitWhole = awaitWhole;
        Path data = directory.resolve("broker-" + id);
        format(data, clusterId);
        write(BrokerProperties.of(id, ports, data));
        this.process = launch();
    }

    private void format(Path data, String clusterId) {
        try {
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .setClusterId(clusterId)
                    .setNodeId(id)
                    .setControllerListenerName(BrokerProperties.CONTROLLER)
                    .setMetadataLogDirectory(data.toString())
                    .setDirectories(List.of(data.toString()))
                    .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .run();
        } catch (Exception e) { // declared so wide by Kafka
            throw new IllegalStateException("cannot format " + data, e);
        }
    }

    private void write(Properties properties) {
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process launch() {
        List<String> command = new ArrayList<>(LedgerProcess.java(HEAP_MB));
        command.add("kafka.Kafka");
        command.add(file.toString());
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String name() {
        return "broker " + id;
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public void start() {
        process = launch();
    }

    @Override
    public void kill() {
        process.destroyForcibly();
        process.onExit().orTimeout(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS).join();
    }

    @Override
    public void awaitWell() {
        if (!process.isAlive()) {
            throw new AssertionError(name() + " has ended with " + process.exitValue() + ", see " + output);
        }
        awaitAnswer();
        awaitWhole.run();
    }

    /** The others may not have noticed yet that it was gone: it must be asked itself. */
    private void awaitAnswer() {
        try (Admin admin = Admin.create(Map.of(
                CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                address,
                CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG,
                STARTS_WITHIN_MS))) {
            admin.describeCluster().nodes().get();
        } catch (ExecutionException e) {
            throw new AssertionError(name() + " does not answer, see " + output, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}

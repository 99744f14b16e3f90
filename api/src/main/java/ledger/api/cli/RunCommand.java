package ledger.api.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ledger run}: reads the flags and hands them to the server as configuration. */
@Command(name = "run", description = "Runs the server, with an embedded broker or on a Kafka cluster.")
final class RunCommand implements Callable<Integer> {

    @Option(names = "--http", paramLabel = "HOST:PORT", description = "Where to listen (default: 127.0.0.1:7070).")
    private @Nullable String http;

    @Option(names = "--data", paramLabel = "DIR", description = "Where the data is kept (default: ./data).")
    private @Nullable String data;

    @Option(
            names = "--kafka-port",
            paramLabel = "PORT",
            description = "The embedded broker's port on 127.0.0.1 (default: 9092).")
    private @Nullable Integer kafkaPort;

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "LIST",
            description = "A Kafka cluster to run on, instead of the embedded broker.")
    private @Nullable String bootstrapServers;

    @Option(
            names = "--schema-registry-url",
            paramLabel = "URL",
            description = "A schema registry to use, instead of the embedded one.")
    private @Nullable String schemaRegistryUrl;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A file of configuration keys; each is also read from LEDGER_... in the environment.")
    private @Nullable Path config;

    private final ServerLauncher launcher;

    RunCommand(ServerLauncher launcher) {
        this.launcher = launcher;
    }

    @Override
    public Integer call() {
        if (kafkaPort != null && bootstrapServers != null) {
            throw new CliException.Usage(
                    "--kafka-port is the embedded broker's: it cannot stand beside --bootstrap-servers");
        }
        if (kafkaPort != null && (kafkaPort < 0 || kafkaPort > 65_535)) {
            throw new CliException.Usage("--kafka-port takes a port, 0 to 65535, not " + kafkaPort);
        }
        Map<String, String> flags = new LinkedHashMap<>();
        put(flags, "ledger.http", http);
        put(flags, "ledger.data", data);
        put(flags, "ledger.kafka.port", kafkaPort);
        put(flags, "ledger.bootstrap.servers", bootstrapServers);
        put(flags, "ledger.schema.registry.url", schemaRegistryUrl);
        return launcher.run(flags, Optional.ofNullable(config));
    }

    private static void put(Map<String, String> flags, String key, @Nullable Object value) {
        if (value != null) {
            flags.put(key, value.toString());
        }
    }
}

package ledger.api.cli;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import ledger.api.config.ConfigKey;
import ledger.api.config.InvalidConfigException;
import ledger.api.config.LedgerConfig;
import ledger.api.log.LedgerLog;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every subcommand that works on the topics by itself. */
final class LogOptions {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data of an embedded broker, whether it runs or not (default: ./data).")
    private @Nullable String data;

    @Option(names = "--bootstrap-servers", paramLabel = "LIST", description = "The Kafka cluster, instead of --data.")
    private @Nullable String bootstrapServers;

    @Option(
            names = "--schema-registry-url",
            paramLabel = "URL",
            description = "The schema registry, where it is not the embedded one.")
    private @Nullable String schemaRegistryUrl;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration of the ledger, as given to its run command.")
    private @Nullable Path config;

    /** Opens the log that these options name. */
    LedgerLog open() {
        try {
            return LedgerLog.open(config());
        } catch (InvalidConfigException e) {
            throw new CliException.Usage(String.valueOf(e.getMessage()));
        }
    }

    /** The configuration of the ledger that these options name. */
    LedgerConfig config() {
        if (data != null && bootstrapServers != null) {
            throw new CliException.Usage("--data is an embedded broker's: it cannot stand beside --bootstrap-servers");
        }
        Map<ConfigKey, String> flags = new EnumMap<>(ConfigKey.class);
        put(flags, ConfigKey.DATA, data);
        put(flags, ConfigKey.BOOTSTRAP_SERVERS, bootstrapServers);
        put(flags, ConfigKey.SCHEMA_REGISTRY_URL, schemaRegistryUrl);
        try {
            return LedgerConfig.load(Optional.ofNullable(config), System.getenv(), flags);
        } catch (InvalidConfigException e) {
            throw new CliException.Usage(String.valueOf(e.getMessage()));
        }
    }

    private static void put(Map<ConfigKey, String> flags, ConfigKey key, @Nullable String value) {
        if (value != null) {
            flags.put(key, value);
        }
    }
}

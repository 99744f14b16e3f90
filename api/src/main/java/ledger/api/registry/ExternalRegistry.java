package ledger.api.registry;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import ledger.api.config.ConfigKey;
import ledger.api.config.InvalidConfigException;
import ledger.api.config.LedgerConfig;
import ledger.registry.SchemaRegistryClient;
import ledger.registry.SchemaRegistryClients;
import org.apache.kafka.common.config.ConfigException;

/** A schema registry that is not the embedded one. */
public final class ExternalRegistry {
    private ExternalRegistry() {}

    /**
     * A client of the registry that a configuration names, which shows it what the Kafka client settings have for that.
     *
     * @param trust whom to trust at {@code https} URLs; empty: whom the Java runtime does
     * @throws InvalidConfigException if these settings are not right; a password or token is not in its message
     */
    public static SchemaRegistryClient client(LedgerConfig config, Optional<SSLContext> trust) {
        Map<String, Object> settings = new HashMap<>(config.kafka().clientSettings());
        settings.put(
                SchemaRegistryClients.URL,
                config.schemaRegistry().stream().map(URI::toString).collect(Collectors.joining(",")));
        try {
            return SchemaRegistryClients.of(settings, trust);
        } catch (ConfigException e) {
            throw InvalidConfigException.ofKey(ConfigKey.KAFKA_CONFIG, String.valueOf(e.getMessage()), e);
        }
    }
}

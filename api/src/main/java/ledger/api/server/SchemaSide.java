package ledger.api.server;

import io.javalin.config.RoutesConfig;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import ledger.api.config.LedgerConfig;
import ledger.api.lifecycle.Resources;
import ledger.api.registry.ExternalRegistry;
import ledger.api.registry.KafkaSchemaLog;
import ledger.api.registry.RegistryRoutes;
import ledger.api.tls.Tls;
import ledger.registry.SchemaRegistryClient;
import ledger.registry.SchemaRegistryClients;
import ledger.registry.SchemaRegistryException;
import ledger.registry.SubjectRegistry;

/** The schema registry that an instance works with: the embedded one, or one at a URL. */
final class SchemaSide implements AutoCloseable {
    private static final String PREFIX = "/registry";

    private final Resources resources = new Resources();
    private final SchemaRegistryClient client;
    private final Consumer<RoutesConfig> routes;

    private SchemaSide(LedgerConfig config, KafkaBackend kafka, Tls tls) {
        if (config.schemaRegistry().isEmpty()) {
            SubjectRegistry registry = resources.add(new SubjectRegistry(KafkaSchemaLog.open(
                    kafka.connection(), KafkaSchemaLog.TOPIC, config.topics().replicationFactor())));
            client = SchemaRegistryClients.of(registry);
            RegistryRoutes served = new RegistryRoutes(registry, clusterId(kafka));
            routes = javalin -> served.addTo(javalin, PREFIX);
        } else {
            client = resources.add(ExternalRegistry.client(config, tls.trust()));
            routes = _ -> {};
        }
    }

    /**
     * Opens the registry and registers the schemas of our topics.
     *
     * @throws StartupException if it cannot be reached, or refuses a schema
     * @throws ledger.api.config.InvalidConfigException if no client can be made with its settings
     */
    static SchemaSide open(LedgerConfig config, KafkaBackend kafka, Tls tls) {
        SchemaSide schemas = new SchemaSide(config, kafka, tls);
        try {
            TopicSchemas.register(schemas.client);
            return schemas;
        } catch (SchemaRegistryException e) {
            schemas.close();
            throw new StartupException("the schema registry does not take our schemas: " + e.getMessage(), e);
        }
    }

    private static String clusterId(KafkaBackend kafka) {
        try {
            return kafka.admin().describeCluster().clusterId().get();
        } catch (ExecutionException e) {
            throw new StartupException("the brokers do not tell their cluster's id", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupException("interrupted while asking for the cluster's id", e);
        }
    }

    SchemaRegistryClient client() {
        return client;
    }

    /** The registry's own HTTP interface, where it is embedded. */
    Consumer<RoutesConfig> routes() {
        return routes;
    }

    @Override
    public void close() {
        resources.close();
    }
}

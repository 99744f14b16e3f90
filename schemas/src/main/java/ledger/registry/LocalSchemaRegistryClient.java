package ledger.registry;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Asks a registry in the same process, without HTTP. Closing it leaves the registry open. */
final class LocalSchemaRegistryClient implements SchemaRegistryClient {
    private final SubjectRegistry registry;
    private final ConcurrentMap<Integer, Schema> schemas = new ConcurrentHashMap<>();

    LocalSchemaRegistryClient(SubjectRegistry registry) {
        this.registry = registry;
    }

    @Override
    public int register(String subject, Schema schema) {
        return registry.register(subject, schema.toString());
    }

    @Override
    public Schema schemaById(int id) {
        return schemas.computeIfAbsent(id, unknown -> PortableSchemas.parse(registry.schemaById(unknown)));
    }

    @Override
    public int idOf(String subject, Schema schema) {
        return registry.lookup(subject, schema.toString(), false).id();
    }

    @Override
    public RegisteredSchema latest(String subject) {
        SubjectVersion found = registry.version(subject, SubjectRegistry.LATEST, false);
        return new RegisteredSchema(subject, found.version(), found.id(), schemaById(found.id()));
    }

    @Override
    public CompatibilityLevel compatibility(@Nullable String subject) {
        return subject == null ? registry.globalLevel() : registry.effectiveLevel(subject);
    }

    @Override
    public void setCompatibility(@Nullable String subject, CompatibilityLevel level) {
        registry.setLevel(subject, level);
    }

    @Override
    public void close() {}
}

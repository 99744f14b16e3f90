package ledger.history;

import java.util.List;
import ledger.registry.CompatibilityLevel;
import ledger.registry.PortableSchemas;
import ledger.registry.RegisteredSchema;
import ledger.registry.SchemaRegistryClient;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** A registry of one subject that holds its history and nothing else: the id of a schema is its version. */
final class HistoryRegistry implements SchemaRegistryClient {
    private final List<Schema> versions;

    HistoryRegistry(List<Schema> versions) {
        this.versions = List.copyOf(versions);
    }

    /** The schema must be one of the history. */
    @Override
    public int register(String subject, Schema schema) {
        return idOf(subject, schema);
    }

    @Override
    public int idOf(String subject, Schema schema) {
        int index = versions.indexOf(PortableSchemas.of(schema));
        if (index < 0) {
            throw new IllegalStateException(
                    "the history of " + subject + " does not have this schema: " + schema.getFullName());
        }
        return index + 1;
    }

    @Override
    public Schema schemaById(int id) {
        return versions.get(id - 1);
    }

    @Override
    public RegisteredSchema latest(String subject) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompatibilityLevel compatibility(@Nullable String subject) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setCompatibility(@Nullable String subject, CompatibilityLevel level) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        // It holds nothing open.
    }
}

package ledger.registry;

import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What serdes and tools ask of a schema registry. Implementations may be used by several threads. Every method throws
 * {@link SchemaRegistryException} when the registry refuses or cannot be reached.
 */
public interface SchemaRegistryClient extends AutoCloseable {
    /**
     * Adds a schema to a subject, or finds it there.
     *
     * @return its id; the same schema has the same id in all subjects
     */
    int register(String subject, Schema schema);

    /** The schema of an id; 40403 where there is none. */
    Schema schemaById(int id);

    /** The id of a schema that the subject has; 40401 or 40403 where it has not. Never registers. */
    int idOf(String subject, Schema schema);

    /** The newest version of a subject, asked anew each time; 40401 where there is none. */
    RegisteredSchema latest(String subject);

    /** The level that holds for a subject, its own or else the global one; {@code null} asks for the global one. */
    CompatibilityLevel compatibility(@Nullable String subject);

    /** Sets the level of a subject, which need not exist yet, or with {@code null} the global one. */
    void setCompatibility(@Nullable String subject, CompatibilityLevel level);

    /** Lets go of connections; the registry itself goes on. */
    @Override
    void close();
}

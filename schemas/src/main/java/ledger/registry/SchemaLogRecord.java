package ledger.registry;

import org.jspecify.annotations.Nullable;

/**
 * A record of the registry's log, in the JSON of the Confluent Schema Registry's {@code _schemas} topic. The last record
 * of a key counts, so that the log may be compacted.
 *
 * @param key JSON with {@code keytype}
 * @param value JSON, or null to delete the key
 */
public record SchemaLogRecord(String key, @Nullable String value) {}

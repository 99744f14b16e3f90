package ledger.registry;

import org.apache.avro.Schema;

/**
 * A schema as a registry knows it.
 *
 * @param subject the subject
 * @param version 1, 2, 3 … in the subject
 * @param id the id that stands in records
 * @param schema the schema
 */
public record RegisteredSchema(String subject, int version, int id, Schema schema) {}

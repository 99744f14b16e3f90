package ledger.registry;

/**
 * One version of a subject as a registry stores it.
 *
 * @param subject the subject
 * @param version 1, 2, 3 … in the subject
 * @param id the schema's id, the same in every subject that has it
 * @param schema the schema as JSON
 * @param deleted whether it was soft deleted: hidden, but its id is still answered
 */
public record SubjectVersion(String subject, int version, int id, String schema, boolean deleted) {
    SubjectVersion softDeleted() {
        return new SubjectVersion(subject, version, id, schema, true);
    }
}

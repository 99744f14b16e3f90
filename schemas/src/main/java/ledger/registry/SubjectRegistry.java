package ledger.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A registry of Avro schemas with the rules of the Confluent Schema Registry: subjects, versions, ids that are the same
 * in all subjects, compatibility levels, soft and permanent deletion. Its state is a fold over a {@link SchemaLog} and
 * nothing else. Schema references, contexts and modes other than read-write are not supported. May be used by several
 * threads. Refusals are {@link SchemaRegistryException}s with Confluent's codes.
 */
public final class SubjectRegistry implements AutoCloseable {
    /** Stands for the newest version that is not deleted. */
    public static final int LATEST = -1;

    private final RegistryState state = new RegistryState();
    private final SchemaLog log;

    /** Opens the registry that is in a log; returns when the log has been replayed. Closing it closes the log. */
    public SubjectRegistry(SchemaLog log) {
        this.log = log;
        log.replay(state::apply);
    }

    /**
     * The version that a path or parameter names.
     *
     * @return a number from 1, or {@link #LATEST}
     */
    public static int parseVersion(String text) {
        if (text.equals("latest") || text.equals("-1")) {
            return LATEST;
        }
        try {
            int version = Integer.parseInt(text);
            if (version >= 1) {
                return version;
            }
        } catch (NumberFormatException e) {
            throw RegistryErrors.invalidVersion(text);
        }
        throw RegistryErrors.invalidVersion(text);
    }

    /**
     * Adds a schema to a subject, or finds it there.
     *
     * @return its id
     */
    public int register(String subject, String schema) {
        if (subject.isBlank()) {
            throw new SchemaRegistryException(422, 42208, "The specified subject '' is not a valid subject.");
        }
        Schema parsed = parse(schema);
        String text = parsed.toString();
        return find(subject, text, false)
                .map(SubjectVersion::id)
                .orElseGet(() -> log.write(() -> decideRegistration(subject, parsed, text)));
    }

    private SchemaLog.Write<Integer> decideRegistration(String subject, Schema schema, String text) {
        Optional<SubjectVersion> present = find(subject, text, false);
        if (present.isPresent()) {
            return new SchemaLog.Write<>(present.get().id(), List.of());
        }
        List<SubjectVersion> all = state.versions(subject);
        List<String> reasons = effectiveLevel(subject).violations(schema, parsed(visible(all, false)));
        if (!reasons.isEmpty()) {
            throw new SchemaRegistryException(
                    409,
                    409,
                    "Schema being registered is incompatible with an earlier schema for subject \"" + subject
                            + "\", compatibility level " + effectiveLevel(subject) + ", details: " + reasons);
        }
        int id = state.idFor(text);
        int version = all.isEmpty() ? 1 : all.getLast().version() + 1;
        List<SchemaLogRecord> records = new ArrayList<>();
        records.add(SchemaLogFormat.put(new SubjectVersion(subject, version, id, text, false)));
        for (SubjectVersion old : all) {
            // Only soft deleted ones can have the id here; the new version takes their place.
            if (old.id() == id) {
                records.add(SchemaLogFormat.remove(subject, old.version()));
            }
        }
        return new SchemaLog.Write<>(id, records);
    }

    /** The version under which a subject has a schema; 40401 or 40403 where it has not. */
    public SubjectVersion lookup(String subject, String schema, boolean includeDeleted) {
        String text = parse(schema).toString();
        requireSubject(subject, includeDeleted);
        return find(subject, text, includeDeleted).orElseThrow(RegistryErrors::schemaNotFound);
    }

    /** All subjects, in alphabetical order. */
    public List<String> subjects(boolean includeDeleted) {
        return state.subjects(version -> includeDeleted || !version.deleted());
    }

    /** The versions of a subject, oldest first; 40401 where there is none. */
    public List<Integer> versions(String subject, boolean includeDeleted) {
        return numbers(requireSubject(subject, includeDeleted));
    }

    /** One version of a subject, or its {@link #LATEST}; 40401 or 40402 where there is none. */
    public SubjectVersion version(String subject, int version, boolean includeDeleted) {
        return version(requireSubject(subject, includeDeleted), version);
    }

    private static SubjectVersion version(List<SubjectVersion> versions, int version) {
        if (version == LATEST) {
            return versions.getLast();
        }
        return versions.stream()
                .filter(candidate -> candidate.version() == version)
                .findFirst()
                .orElseThrow(() -> RegistryErrors.versionNotFound(version));
    }

    /** The schema of an id, also where its versions were soft deleted; 40403 where there is none. */
    public String schemaById(int id) {
        return usesOf(id, true).getFirst().schema();
    }

    /** The versions that have an id, perhaps none that is not deleted; 40403 where the id is unknown. */
    public List<SubjectVersion> usesOf(int id, boolean includeDeleted) {
        List<SubjectVersion> uses = state.uses(id);
        if (uses.isEmpty()) {
            // Another instance may have given it just now, and its records may have been quicker than our reader.
            log.catchUp();
            uses = state.uses(id);
        }
        if (uses.isEmpty()) {
            throw RegistryErrors.schemaNotFound(id);
        }
        return visible(uses, includeDeleted);
    }

    /**
     * Deletes one version: softly first, permanently then.
     *
     * @return the version deleted
     */
    public int deleteVersion(String subject, int version, boolean permanent) {
        return log.write(() -> {
            SubjectVersion found =
                    version == LATEST && !permanent ? version(subject, LATEST, false) : version(subject, version, true);
            if (!permanent && found.deleted()) {
                throw RegistryErrors.versionSoftDeleted(subject, found.version());
            }
            if (permanent && !found.deleted()) {
                throw RegistryErrors.versionNotSoftDeleted(subject, found.version());
            }
            List<SchemaLogRecord> records = permanent
                    ? List.of(
                            SchemaLogFormat.highestId(state.highestId()),
                            SchemaLogFormat.remove(subject, found.version()))
                    : List.of(SchemaLogFormat.put(found.softDeleted()));
            return new SchemaLog.Write<>(found.version(), records);
        });
    }

    /**
     * Deletes all versions of a subject, and its compatibility level: softly first, permanently then.
     *
     * @return the versions deleted
     */
    public List<Integer> deleteSubject(String subject, boolean permanent) {
        return log.write(() -> {
            List<SubjectVersion> all = requireSubject(subject, true);
            List<SubjectVersion> live = visible(all, false);
            List<SchemaLogRecord> records = new ArrayList<>();
            if (permanent) {
                if (!live.isEmpty()) {
                    throw RegistryErrors.subjectNotSoftDeleted(subject);
                }
                records.add(SchemaLogFormat.highestId(state.highestId()));
                all.forEach(old -> records.add(SchemaLogFormat.remove(subject, old.version())));
                return new SchemaLog.Write<>(numbers(all), records);
            }
            if (live.isEmpty()) {
                throw RegistryErrors.subjectSoftDeleted(subject);
            }
            records.add(
                    SchemaLogFormat.softDeleteSubject(subject, live.getLast().version()));
            if (state.level(subject) != null) {
                records.add(SchemaLogFormat.level(subject, null));
            }
            return new SchemaLog.Write<>(numbers(live), records);
        });
    }

    /**
     * Why a schema could not follow a version of a subject; 40402 where there is no such version.
     *
     * @param version a version or {@link #LATEST}, which any schema can follow where there is none; null checks as a
     *     registration would
     * @return one line per reason; empty when it could
     */
    public List<String> incompatibilities(String subject, @Nullable Integer version, String schema) {
        Schema candidate = parse(schema);
        List<SubjectVersion> all = visible(state.versions(subject), false);
        List<SubjectVersion> against =
                version == null || (all.isEmpty() && version == LATEST) ? all : List.of(version(all, version));
        return effectiveLevel(subject).violations(candidate, parsed(against));
    }

    /** The level of subjects that have none of their own; BACKWARD unless set. */
    public CompatibilityLevel globalLevel() {
        return state.globalLevel();
    }

    /** The subject's own level; 40408 where it has none. */
    public CompatibilityLevel level(String subject) {
        CompatibilityLevel own = state.level(subject);
        if (own == null) {
            throw RegistryErrors.levelNotConfigured(subject);
        }
        return own;
    }

    /** The level that holds for a subject, its own or else the global one. */
    public CompatibilityLevel effectiveLevel(String subject) {
        CompatibilityLevel own = state.level(subject);
        return own == null ? state.globalLevel() : own;
    }

    /** Sets the level of a subject, which need not exist yet, or with {@code null} the global one. */
    public void setLevel(@Nullable String subject, CompatibilityLevel level) {
        log.write(() -> new SchemaLog.Write<>(level, List.of(SchemaLogFormat.level(subject, level))));
    }

    /**
     * Takes back a level that was set; 40401 where the subject has none of its own.
     *
     * @return the level that was in force
     */
    public CompatibilityLevel deleteLevel(@Nullable String subject) {
        return log.write(() -> {
            CompatibilityLevel set = subject == null ? globalLevel() : state.level(subject);
            if (set == null) {
                throw RegistryErrors.subjectNotFound(String.valueOf(subject));
            }
            return new SchemaLog.Write<>(set, List.of(SchemaLogFormat.level(subject, null)));
        });
    }

    @Override
    public void close() {
        log.close();
    }

    private Optional<SubjectVersion> find(String subject, String text, boolean includeDeleted) {
        return visible(state.versions(subject), includeDeleted).reversed().stream()
                .filter(version -> version.schema().equals(text))
                .findFirst();
    }

    private List<SubjectVersion> requireSubject(String subject, boolean includeDeleted) {
        List<SubjectVersion> versions = visible(state.versions(subject), includeDeleted);
        if (versions.isEmpty()) {
            throw RegistryErrors.subjectNotFound(subject);
        }
        return versions;
    }

    private static List<SubjectVersion> visible(List<SubjectVersion> versions, boolean includeDeleted) {
        return versions.stream()
                .filter(version -> includeDeleted || !version.deleted())
                .toList();
    }

    private static List<Integer> numbers(List<SubjectVersion> versions) {
        return versions.stream().map(SubjectVersion::version).toList();
    }

    private static List<Schema> parsed(List<SubjectVersion> versions) {
        return versions.stream().map(version -> parse(version.schema())).toList();
    }

    /** A parser of its own each time: a parser refuses a name that it has seen. */
    private static Schema parse(String schema) {
        if (schema.isBlank()) {
            throw RegistryErrors.invalidSchema("it is empty");
        }
        try {
            return new Schema.Parser().parse(schema);
        } catch (AvroRuntimeException e) {
            throw RegistryErrors.invalidSchema(e);
        }
    }
}

package ledger.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

/**
 * What a new schema must be able to do with the earlier ones of its subject; names and meaning are those of the
 * Confluent Schema Registry, the check is Avro's own.
 */
public enum CompatibilityLevel {
    /** Everything goes. */
    NONE(false, false, false),
    /** The new schema reads what the latest wrote. */
    BACKWARD(true, false, false),
    /** The new schema reads what every earlier one wrote. */
    BACKWARD_TRANSITIVE(true, false, true),
    /** The latest schema reads what the new one writes. */
    FORWARD(false, true, false),
    /** Every earlier schema reads what the new one writes. */
    FORWARD_TRANSITIVE(false, true, true),
    /** Backward and forward. */
    FULL(true, true, false),
    /** Backward and forward with every earlier schema. */
    FULL_TRANSITIVE(true, true, true);

    private final boolean readsEarlier;
    private final boolean readByEarlier;
    private final boolean transitive;

    CompatibilityLevel(boolean readsEarlier, boolean readByEarlier, boolean transitive) {
        this.readsEarlier = readsEarlier;
        this.readByEarlier = readByEarlier;
        this.transitive = transitive;
    }

    /**
     * The level of that name, in any case.
     *
     * @throws SchemaRegistryException 42203 where there is none
     */
    public static CompatibilityLevel of(String name) {
        for (CompatibilityLevel level : values()) {
            if (level.name().equals(name.toUpperCase(Locale.ROOT))) {
                return level;
            }
        }
        throw RegistryErrors.invalidLevel(name);
    }

    /**
     * Why a schema may not follow others.
     *
     * @param candidate the new schema
     * @param earlier the subject's schemas, oldest first
     * @return one line per reason; empty when the candidate is compatible
     */
    public List<String> violations(Schema candidate, List<Schema> earlier) {
        List<String> reasons = new ArrayList<>();
        int first = transitive ? 0 : Math.max(0, earlier.size() - 1);
        for (Schema other : earlier.subList(first, earlier.size())) {
            if (readsEarlier) {
                check(candidate, other, "the new schema cannot read data of the earlier one", reasons);
            }
            if (readByEarlier) {
                check(other, candidate, "the earlier schema cannot read data of the new one", reasons);
            }
        }
        return List.copyOf(reasons);
    }

    private static void check(Schema reader, Schema writer, String meaning, List<String> reasons) {
        var result = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getResult();
        if (result.getCompatibility() == SchemaCompatibilityType.COMPATIBLE) {
            return;
        }
        for (SchemaCompatibility.Incompatibility found : result.getIncompatibilities()) {
            reasons.add(
                    found.getType() + " at " + found.getLocation() + ": " + found.getMessage() + " (" + meaning + ")");
        }
    }
}

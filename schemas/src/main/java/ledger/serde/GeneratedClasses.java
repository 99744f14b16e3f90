package ledger.serde;

import org.apache.avro.Schema;
import org.apache.avro.specific.AvroGenerated;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.util.ClassSecurityValidator;
import org.jspecify.annotations.Nullable;

/**
 * Finds what Avro generated. Avro makes an object of a class that a schema names only where it is told to trust the
 * class; we add to what it trusts in this JVM the classes that its own generator marked, which do nothing but hold
 * fields.
 */
final class GeneratedClasses {
    static {
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.getGlobal(), type -> type.isAnnotationPresent(AvroGenerated.class)));
    }

    private GeneratedClasses() {}

    /** The data model that was generated with the class: it knows the conversions of its fields. */
    static SpecificData modelOf(Class<?> type) {
        return SpecificData.getForClass(type);
    }

    /** The class of the schema's name; null where there is none that Avro generated. */
    static @Nullable Class<?> named(Schema schema) {
        try {
            return new SpecificData().getClass(schema);
        } catch (SecurityException e) {
            // A class of that name exists, and is not Avro's.
            return null;
        }
    }
}

package ledger.serde;

import org.apache.avro.Conversion;
import org.apache.avro.Conversions;
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

    /**
     * A data model with the class's conversions, but for decimals: the generator leaves them as {@code ByteBuffer} in
     * the fields and yet puts their conversion into the class's model, by which every decimal in a union would become a
     * {@code BigDecimal} that does not fit its field.
     */
    static SpecificData modelOf(Class<?> type) {
        SpecificData model = new SpecificData(type.getClassLoader());
        for (Conversion<?> conversion : SpecificData.getForClass(type).getConversions()) {
            if (!(conversion instanceof Conversions.DecimalConversion)) {
                model.addLogicalTypeConversion(conversion);
            }
        }
        return model;
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

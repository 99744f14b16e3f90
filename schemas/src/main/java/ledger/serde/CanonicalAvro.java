package ledger.serde;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Avro binary with the entries of maps in order, so that equal records have equal bytes. Used by one thread. */
public final class CanonicalAvro {
    private final AvroOutput output = new AvroOutput();

    /** Of the record before: as a rule the next is of the same class. */
    private @Nullable OrderedWriter writer;

    /** The record, without its schema. */
    public byte[] bytes(SpecificRecord value) {
        try {
            return output.bytes((bytes, encoder) -> writerOf(value).write(value, encoder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private OrderedWriter writerOf(SpecificRecord value) {
        OrderedWriter last = writer;
        if (last == null || !last.schema.equals(value.getSchema())) {
            last = new OrderedWriter(value);
            writer = last;
        }
        return last;
    }

    private static final class OrderedWriter extends SpecificDatumWriter<SpecificRecord> {
        private final Schema schema;

        OrderedWriter(SpecificRecord value) {
            super(value.getSchema(), GeneratedClasses.modelOf(value.getClass()));
            schema = value.getSchema();
        }

        // The superclass declares raw types.
        @Override
        @SuppressWarnings({"unchecked", "rawtypes"})
        protected Iterable<Map.Entry<Object, Object>> getMapEntries(Object map) {
            Map<Object, Object> entries = (Map<Object, Object>) map;
            return entries.size() < 2
                    ? entries.entrySet()
                    : entries.entrySet().stream()
                            .sorted(Comparator.comparing(entry -> entry.getKey().toString()))
                            .toList();
        }
    }
}

package ledger.projections;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Avro binary with the entries of maps in order, so that equal records have equal bytes. Used by one thread. */
final class CanonicalAvro {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);

    /** Of the record before: as a rule the next is of the same class. */
    private @Nullable OrderedWriter writer;

    byte[] bytes(SpecificRecord value) {
        out.reset();
        try {
            writerOf(value).write(value, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
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
            super(value.getSchema(), SpecificData.getForClass(value.getClass()));
            schema = value.getSchema();
        }

        // The superclass declares raw types.
        @Override
        @SuppressWarnings({"unchecked", "rawtypes"})
        protected Iterable<Map.Entry<Object, Object>> getMapEntries(Object map) {
            return ((Map<Object, Object>) map)
                    .entrySet().stream()
                            .sorted(Comparator.comparing(entry -> entry.getKey().toString()))
                            .toList();
        }
    }
}

package ledger.projections;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.Map;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/** Avro binary with the entries of maps in order, so that equal records have equal bytes. */
final class CanonicalAvro {
    private CanonicalAvro() {}

    static byte[] bytes(SpecificRecord value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        try {
            new OrderedWriter(value).write(value, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static final class OrderedWriter extends SpecificDatumWriter<SpecificRecord> {
        OrderedWriter(SpecificRecord value) {
            super(value.getSchema(), SpecificData.getForClass(value.getClass()));
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

package ledger.serde;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of {@link CanonicalAvro} for values as a {@link StateSerde} stores them: equal values have equal bytes, whichever
 * schema wrote them. Most are stored in that form, after a header, and are not decoded, so that
 * what is wrong with them is not seen here. Used by one thread.
 */
public final class CanonicalForm<T extends SpecificRecord> {
    private final StateSerde<T> serde;
    private final String store;
    private final MapsOfSeveral maps;
    private final CanonicalAvro avro = new CanonicalAvro();

    /** Reused with each value. */
    private @Nullable BinaryDecoder decoder;

    CanonicalForm(StateSerde<T> serde, String store) {
        this.serde = serde;
        this.store = store;
        this.maps = new MapsOfSeveral(serde.schema());
    }

    /**
     * Of a value as it is stored.
     *
     * @return may be a part of what is given
     * @throws org.apache.kafka.common.errors.SerializationException if it has to be decoded and cannot be
     */
    public ByteBuffer of(byte[] stored) {
        int start = StateSerde.HEADER_BYTES;
        if (!serde.isOfPresentSchema(stored) || mustBeDecoded(stored, start)) {
            return ByteBuffer.wrap(avro.bytes(serde.deserializer().deserialize(store, stored)));
        }
        return ByteBuffer.wrap(stored, start, stored.length - start);
    }

    private boolean mustBeDecoded(byte[] stored, int start) {
        try {
            decoder = DecoderFactory.get().binaryDecoder(stored, start, stored.length - start, decoder);
            return maps.areIn(decoder);
        } catch (IOException | RuntimeException e) {
            return true; // who decodes it says what is wrong
        }
    }
}

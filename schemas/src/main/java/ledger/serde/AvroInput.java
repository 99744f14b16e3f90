package ledger.serde;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/** Reads Avro binary. Several threads may use it; one at a time reuses its decoder. */
final class AvroInput {
    /** Empty while a thread reads with it; a second thread then makes its own. */
    private final AtomicReference<@Nullable BinaryDecoder> spare = new AtomicReference<>();

    /** Bytes go on where the value ends. */
    static final class TrailingBytesException extends IOException {
        private static final long serialVersionUID = 1;

        TrailingBytesException() {
            super("trailing bytes: it goes on where its schema ends");
        }
    }

    /**
     * The value that is there from an offset to the end.
     *
     * @throws java.io.EOFException if bytes are missing
     * @throws TrailingBytesException if some are left
     */
    <T> T read(DatumReader<T> reader, byte[] data, int offset) throws IOException {
        BinaryDecoder decoder =
                DecoderFactory.get().binaryDecoder(data, offset, data.length - offset, spare.getAndSet(null));
        T value = reader.read(null, decoder);
        if (!decoder.isEnd()) {
            throw new TrailingBytesException();
        }
        spare.set(decoder);
        return value;
    }
}

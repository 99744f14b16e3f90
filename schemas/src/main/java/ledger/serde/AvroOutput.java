package ledger.serde;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/** Makes arrays of what is written in Avro binary. Several threads may use it; one at a time reuses its buffer. */
final class AvroOutput {
    /** Empty while a thread writes to it; a second thread then makes its own. */
    private final AtomicReference<@Nullable Buffer> spare = new AtomicReference<>();

    private record Buffer(ByteArrayOutput bytes, BinaryEncoder encoder) {
        static Buffer create() {
            ByteArrayOutput bytes = new ByteArrayOutput();
            return new Buffer(bytes, EncoderFactory.get().directBinaryEncoder(bytes, null));
        }
    }

    /** Writes a value, to the encoder, and what stands before it, to the bytes. */
    @FunctionalInterface
    interface Writing {
        void write(ByteArrayOutput bytes, BinaryEncoder encoder) throws IOException;
    }

    /** What is written. */
    byte[] bytes(Writing value) throws IOException {
        @Nullable Buffer reused = spare.getAndSet(null);
        Buffer buffer = reused == null ? Buffer.create() : reused;
        buffer.bytes().reset();
        value.write(buffer.bytes(), buffer.encoder());
        buffer.encoder().flush();
        byte[] written = buffer.bytes().toByteArray();
        spare.set(buffer);
        return written;
    }
}

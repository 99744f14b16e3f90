package ledger.serde;

import java.io.OutputStream;
import java.util.Arrays;

/** A growing array that is reused; as {@link java.io.ByteArrayOutputStream} without its locks. */
final class ByteArrayOutput extends OutputStream {
    private static final int INITIAL_BYTES = 512;

    /** A buffer that one large record has grown is not kept. */
    private static final int KEPT_BYTES = 64 * 1024;

    private byte[] bytes = new byte[INITIAL_BYTES];
    private int size;

    void writeHeader(int schemaId) {
        write(WireFormat.MAGIC);
        write(schemaId >>> 24);
        write(schemaId >>> 16);
        write(schemaId >>> 8);
        write(schemaId);
    }

    @Override
    public void write(int value) {
        ensure(1);
        bytes[size++] = (byte) value;
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        ensure(length);
        System.arraycopy(source, offset, bytes, size, length);
        size += length;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    void reset() {
        size = 0;
        if (bytes.length > KEPT_BYTES) {
            bytes = new byte[INITIAL_BYTES];
        }
    }

    private void ensure(int more) {
        int needed = Math.addExact(size, more);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, (int) Math.min(Integer.MAX_VALUE - 8L, bytes.length * 2L)));
        }
    }
}

package ledger.projections;

import java.math.BigInteger;
import java.nio.ByteBuffer;

/** Integers without bound as stores keep them: two's complement, big-endian, in as few bytes as it takes. */
public final class StoredIntegers {
    private StoredIntegers() {}

    /** To be stored. */
    public static ByteBuffer bytes(BigInteger integer) {
        return ByteBuffer.wrap(integer.toByteArray());
    }

    /** As it was stored. The buffer stays as it is. */
    public static BigInteger integer(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return new BigInteger(bytes);
    }
}

package ledger.topics;

import java.security.MessageDigest;
import ledger.language.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * The hash chain of the events topic: each record carries the hash of its predecessor in its partition and its own, in
 * {@link LedgerHeaders#CHAIN_PREVIOUS} and {@link LedgerHeaders#CHAIN_HASH}. The hash of a record is the SHA-256 (FIPS
 * 180-4) of
 *
 * <ol>
 *   <li>the hash of its predecessor, {@value #BYTES} bytes; for the first of a partition these are zero,
 *   <li>the length of its key in bytes, four bytes, the highest first,
 *   <li>its key, in bytes as in the topic,
 *   <li>its value, in bytes as in the topic, the header of the wire format included.
 * </ol>
 *
 * <p>Changing it would break every log there is. Used by one thread.
 */
public final class ChainHash {
    /** Length of a hash. */
    public static final int BYTES = 32;

    private final MessageDigest digest = Sha256.start();

    /** What stands for the hash of the predecessor where there is none. */
    public static byte[] none() {
        return new byte[BYTES];
    }

    /**
     * The hash of a record.
     *
     * @param previous of its predecessor in the partition
     * @param key no key is like an empty one
     * @param value no value is like an empty one
     */
    public byte[] of(byte[] previous, byte @Nullable [] key, byte @Nullable [] value) {
        digest.update(previous);
        int length = key == null ? 0 : key.length;
        digest.update((byte) (length >>> 24));
        digest.update((byte) (length >>> 16));
        digest.update((byte) (length >>> 8));
        digest.update((byte) length);
        if (key != null) {
            digest.update(key);
        }
        if (value != null) {
            digest.update(value);
        }
        return digest.digest();
    }
}

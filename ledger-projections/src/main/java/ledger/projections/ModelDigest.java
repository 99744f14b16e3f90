package ledger.projections;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * A fingerprint of what a read model holds: the sum, modulo 2²⁵⁶, of the SHA-256 of every entry with its store's name.
 * Equal models have equal digests whatever the order in which they were written, and the digests of partitions and
 * processes add up to that of the whole. It tells models apart that differ by accident, by as little as one cent; it does
 * not withstand someone who searches for a collision.
 */
public record ModelDigest(BigInteger sum) {
    private static final BigInteger MODULUS = BigInteger.TWO.pow(256);
    private static final int HEX_DIGITS = 64;

    /** Of a model that holds nothing. */
    public static final ModelDigest EMPTY = new ModelDigest(BigInteger.ZERO);

    public ModelDigest {
        sum = sum.mod(MODULUS);
    }

    /** Of two disjoint parts of a model together. */
    public ModelDigest plus(ModelDigest other) {
        return new ModelDigest(sum.add(other.sum));
    }

    /**
     * Of the partitions of a projection that are in this process, in reading all of them.
     *
     * @throws ReadModelUnavailableException if one cannot be read now
     */
    public static ModelDigest of(Projection projection, GenerationStores stores) {
        ModelDigest total = EMPTY;
        for (int partition : stores.localPartitions()) {
            for (ProjectionStore<?, ?> store : projection.stores()) {
                total = total.plus(ofStore(store, stores, partition));
            }
        }
        return total;
    }

    private static <K, V extends SpecificRecord> ModelDigest ofStore(
            ProjectionStore<K, V> store, GenerationStores stores, int partition) {
        ReadOnlyKeyValueStore<K, V> part = stores.store(store, partition);
        MessageDigest sha256 = sha256();
        BigInteger sum = BigInteger.ZERO;
        try (KeyValueIterator<K, V> entries = part.all()) {
            while (entries.hasNext()) {
                var entry = entries.next();
                update(sha256, store.name().getBytes(StandardCharsets.UTF_8));
                update(sha256, store.keys().serializer().serialize(store.name(), entry.key));
                update(sha256, CanonicalAvro.bytes(entry.value));
                sum = sum.add(new BigInteger(1, sha256.digest()));
            }
        }
        return new ModelDigest(sum);
    }

    /** With its length before it, so that no two sequences of parts run together into the same bytes. */
    private static void update(MessageDigest digest, byte[] part) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, part.length));
        digest.update(part);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** In hexadecimal, 64 digits. */
    @Override
    public String toString() {
        String hex = sum.toString(16);
        return "0".repeat(HEX_DIGITS - hex.length()) + hex;
    }
}

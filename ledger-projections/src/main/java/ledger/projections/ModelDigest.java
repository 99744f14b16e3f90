package ledger.projections;

import java.math.BigInteger;
import org.apache.avro.specific.SpecificRecord;

/**
 * A fingerprint of what a read model holds: the sum, modulo 2²⁵⁶, of the SHA-256 of every entry with its store's name.
 * Equal models have equal digests whatever the order in which they were written, and the digests of partitions and
 * processes add up to that of the whole. It tells models apart that differ by accident, by as little as one cent; it does
 * not withstand someone who searches for a collision.
 */
public record ModelDigest(BigInteger sum) {
    private static final BigInteger MODULUS = BigInteger.TWO.pow(256);
    private static final int HEX = 16;

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
     * Of a whole model whose partitions are all in this process, in reading it.
     *
     * @throws ReadModelUnavailableException if one cannot be read now
     */
    public static ModelDigest of(Projection projection, GenerationStores stores) {
        ModelDigest total = EMPTY;
        for (int partition = 0; partition < stores.partitions(); partition++) {
            for (ProjectionStore<?, ?> store : projection.stores()) {
                total = total.plus(ofStore(store, stores, partition));
            }
        }
        return total;
    }

    private static <K, V extends SpecificRecord> ModelDigest ofStore(
            ProjectionStore<K, V> store, GenerationStores stores, int partition) {
        try (EntryDigest<V> entries = EntryDigest.of(store, stores.store(store, partition))) {
            entries.add(Integer.MAX_VALUE);
            return entries.digest();
        }
    }

    /**
     * From what {@link #toString} made.
     *
     * @throws NumberFormatException if it is no hexadecimal number
     */
    public static ModelDigest parse(String hex) {
        return new ModelDigest(new BigInteger(hex, HEX));
    }

    /** In hexadecimal, 64 digits. */
    @Override
    public String toString() {
        return "%064x".formatted(sum);
    }
}

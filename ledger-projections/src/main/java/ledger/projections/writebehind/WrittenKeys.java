package ledger.projections.writebehind;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.internals.Murmur3;

/**
 * The keys that were written to a store since it was empty, but for a few that may seem to be among them: Bloom filters
 * (Bloom, "Space/time trade-offs in hash coding with allowable errors", 1970), each for several times as many keys as the one
 * before. Not thread-safe.
 *
 * <p>Most of what a rebuild of many accounts looks for is not there yet, and RocksDB takes as long to say so as to find a row.
 */
final class WrittenKeys {
    private static final int FIRST_SIZE = 16 * 1024;
    private static final int GROWTH = 4;

    /** Of one filter: all of them take 430 KB. */
    private static final int MAX_SIZE = 256 * 1024;

    private final List<Filter> filters = new ArrayList<>();
    private boolean isGivenUp;

    /** {@code false} only if the key was never added. */
    boolean mayHave(Bytes key) {
        return isGivenUp || mayHave(hash(key));
    }

    private boolean mayHave(long hash) {
        for (Filter filter : filters) {
            if (filter.mayHave(hash)) {
                return true;
            }
        }
        return false;
    }

    /** Beyond some 344,000 keys none is kept any more: all may be there then. */
    void add(Bytes key) {
        if (!isGivenUp) {
            add(hash(key));
        }
    }

    private void add(long hash) {
        if (mayHave(hash)) {
            return;
        }
        if (filters.isEmpty() || filters.getLast().isFull()) {
            grow();
        }
        if (!isGivenUp) {
            filters.getLast().add(hash);
        }
    }

    private void grow() {
        int size = filters.isEmpty() ? FIRST_SIZE : filters.getLast().size * GROWTH;
        if (size > MAX_SIZE) {
            isGivenUp = true;
            filters.clear();
        } else {
            filters.add(new Filter(size));
        }
    }

    private static long hash(Bytes key) {
        return Murmur3.hash64(key.get());
    }

    /** For as many keys as its size, of 1.3 bytes each; of a hundred others, one seems to be among them. */
    private static final class Filter {
        private static final int BITS_PER_KEY = 10;
        private static final int PROBES = 7;

        private final int size;
        private final long[] bits;
        private int keys;

        Filter(int size) {
            this.size = size;
            this.bits = new long[size * BITS_PER_KEY / Long.SIZE];
        }

        boolean isFull() {
            return keys == size;
        }

        void add(long hash) {
            for (int probe = 0; probe < PROBES; probe++) {
                int bit = bit(hash, probe);
                bits[bit / Long.SIZE] |= 1L << bit;
            }
            keys++;
        }

        boolean mayHave(long hash) {
            for (int probe = 0; probe < PROBES; probe++) {
                int bit = bit(hash, probe);
                if ((bits[bit / Long.SIZE] & (1L << bit)) == 0) {
                    return false;
                }
            }
            return true;
        }

        /** Two halves of the hash make all probes (Kirsch, Mitzenmacher, "Less hashing, same performance", 2006). */
        private int bit(long hash, int probe) {
            int mixed = (int) hash + probe * (int) (hash >>> Integer.SIZE);
            // Spread over the bits without a division, as in Lemire, "Fast random integer generation in an interval".
            return (int) ((Integer.toUnsignedLong(mixed) * ((long) bits.length * Long.SIZE)) >>> Integer.SIZE);
        }
    }
}

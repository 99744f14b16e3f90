package ledger.projections;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import ledger.language.Sha256;
import ledger.serde.CanonicalAvro;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.state.KeyValueIterator;

/** Adds up the digests of the entries of a store, as {@link ModelDigest} defines them. Used by one thread at a time. */
final class EntryDigest<K, V extends SpecificRecord> {
    private final ProjectionStore<K, V> store;
    private final KeyValueIterator<K, V> entries;
    private final byte[] name;
    private final MessageDigest sha256 = Sha256.start();
    private final CanonicalAvro avro = new CanonicalAvro();
    private final ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
    private BigInteger sum = BigInteger.ZERO;

    /** @param entries stays the caller's to close */
    EntryDigest(ProjectionStore<K, V> store, KeyValueIterator<K, V> entries) {
        this.store = store;
        this.entries = entries;
        this.name = store.name().getBytes(StandardCharsets.UTF_8);
    }

    /** Adds the next entries, at most so many; returns whether there may be more. */
    boolean add(int most) {
        for (int i = 0; i < most; i++) {
            if (!entries.hasNext()) {
                return false;
            }
            var entry = entries.next();
            update(name);
            update(store.keys().serializer().serialize(store.name(), entry.key));
            update(avro.bytes(entry.value));
            sum = sum.add(new BigInteger(1, sha256.digest()));
        }
        return true;
    }

    /** Of the entries that were added. */
    ModelDigest digest() {
        return new ModelDigest(sum);
    }

    void close() {
        entries.close();
    }

    /** With its length before it, so that no two sequences of parts run together into the same bytes. */
    private void update(byte[] part) {
        sha256.update(length.putInt(0, part.length).array());
        sha256.update(part);
    }
}

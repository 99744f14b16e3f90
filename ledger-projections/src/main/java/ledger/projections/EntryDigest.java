package ledger.projections;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import ledger.language.Sha256;
import ledger.projections.writebehind.EncodedRows;
import ledger.serde.CanonicalForm;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Adds up the digests of the entries of a store, as {@link ModelDigest} defines them. Used by one thread at a time. */
final class EntryDigest<V extends SpecificRecord> implements AutoCloseable {
    private final KeyValueIterator<Bytes, byte[]> entries;
    private final byte[] name;
    private final CanonicalForm<V> values;
    private final MessageDigest sha256 = Sha256.start();
    private final ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
    private BigInteger sum = BigInteger.ZERO;

    private EntryDigest(KeyValueIterator<Bytes, byte[]> entries, byte[] name, CanonicalForm<V> values) {
        this.entries = entries;
        this.name = name;
        this.values = values;
    }

    /** Of what the store holds now, whatever is put later. */
    static <K, V extends SpecificRecord> EntryDigest<V> of(
            ProjectionStore<K, V> store, ReadOnlyKeyValueStore<K, V> rows) {
        CanonicalForm<V> values = store.values().canonicalForm(store.name());
        return new EntryDigest<>(
                EncodedRows.of(rows, store.name(), store.keys(), store.values()),
                store.name().getBytes(StandardCharsets.UTF_8),
                values);
    }

    /** Adds the next entries, at most so many; returns whether there may be more. */
    boolean add(int most) {
        for (int i = 0; i < most; i++) {
            if (!entries.hasNext()) {
                return false;
            }
            KeyValue<Bytes, byte[]> entry = entries.next();
            update(ByteBuffer.wrap(name));
            update(ByteBuffer.wrap(entry.key.get()));
            update(values.of(entry.value));
            sum = sum.add(new BigInteger(1, sha256.digest()));
        }
        return true;
    }

    /** Of the entries that were added. */
    ModelDigest digest() {
        return new ModelDigest(sum);
    }

    @Override
    public void close() {
        entries.close();
    }

    /** With its length before it, so that no two sequences of parts run together into the same bytes. */
    private void update(ByteBuffer part) {
        sha256.update(length.putInt(0, part.remaining()).array());
        sha256.update(part);
    }
}

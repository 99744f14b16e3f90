package ledger.projections.activity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import ledger.language.AccountId;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * The account's id, a zero byte, which is in no id, the kind, and the window's first second big-endian with its sign bit
 * flipped: so the bytes of the windows of one kind of an account stand together, in the order of time, those before 1970
 * first.
 */
final class ActivityKeySerde implements Serde<ActivityKey> {
    private static final int TAIL_BYTES = 2 + Long.BYTES;

    @Override
    public Serializer<ActivityKey> serializer() {
        return (topic, key) -> {
            byte[] id = key.accountId().value().getBytes(StandardCharsets.US_ASCII);
            return ByteBuffer.allocate(id.length + TAIL_BYTES)
                    .put(id)
                    .put((byte) 0)
                    .put((byte) key.kind())
                    .putLong(key.firstSecond() ^ Long.MIN_VALUE)
                    .array();
        };
    }

    @Override
    public Deserializer<ActivityKey> deserializer() {
        return (topic, bytes) -> {
            int idLength = bytes.length - TAIL_BYTES;
            if (idLength < 1 || bytes[idLength] != 0) {
                throw new SerializationException("not a key of the activity, in " + topic);
            }
            String id = new String(bytes, 0, idLength, StandardCharsets.US_ASCII);
            long firstSecond = ByteBuffer.wrap(bytes).getLong(idLength + 2) ^ Long.MIN_VALUE;
            return new ActivityKey(new AccountId(id), bytes[idLength + 1], firstSecond);
        };
    }
}

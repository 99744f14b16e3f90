package ledger.projections.statements;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import ledger.language.AccountId;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * The account's id, a zero byte, which is in no id, and the version big-endian: so the bytes of one account's keys stand
 * together, in the order of versions.
 */
final class StatementKeySerde implements Serde<StatementKey> {
    private static final int TAIL_BYTES = 1 + Long.BYTES;

    @Override
    public Serializer<StatementKey> serializer() {
        return (topic, key) -> {
            byte[] id = key.accountId().value().getBytes(StandardCharsets.US_ASCII);
            return ByteBuffer.allocate(id.length + TAIL_BYTES)
                    .put(id)
                    .put((byte) 0)
                    .putLong(key.version())
                    .array();
        };
    }

    @Override
    public Deserializer<StatementKey> deserializer() {
        return (topic, bytes) -> {
            int idLength = bytes.length - TAIL_BYTES;
            if (idLength < 1 || bytes[idLength] != 0) {
                throw new SerializationException("not a key of a statement, in " + topic);
            }
            String id = new String(bytes, 0, idLength, StandardCharsets.US_ASCII);
            return new StatementKey(new AccountId(id), ByteBuffer.wrap(bytes).getLong(idLength + 1));
        };
    }
}

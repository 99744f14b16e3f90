package ledger.projections.history;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import ledger.language.AccountId;
import ledger.projections.history.HistoryKey.Kind;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * The account's id, a zero byte, which is in no id, the kind, the time and the version. Numbers are big-endian with the
 * sign turned, so that bytes sort as they do, times before 1970 included.
 */
final class HistoryKeySerde implements Serde<HistoryKey> {
    private static final int TAIL_BYTES = 1 + 1 + Long.BYTES + Long.BYTES;

    @Override
    public Serializer<HistoryKey> serializer() {
        return (topic, key) -> {
            byte[] id = key.accountId().value().getBytes(StandardCharsets.US_ASCII);
            return ByteBuffer.allocate(id.length + TAIL_BYTES)
                    .put(id)
                    .put((byte) 0)
                    .put(key.kind().code)
                    .putLong(turned(key.time()))
                    .putLong(turned(key.version()))
                    .array();
        };
    }

    @Override
    public Deserializer<HistoryKey> deserializer() {
        return (topic, bytes) -> {
            int idLength = bytes.length - TAIL_BYTES;
            Kind kind = idLength < 1 || bytes[idLength] != 0 ? null : Kind.of(bytes[idLength + 1]);
            if (kind == null) {
                throw new SerializationException("not a key of the balance history, in " + topic);
            }
            ByteBuffer numbers = ByteBuffer.wrap(bytes, idLength + 2, 2 * Long.BYTES);
            return new HistoryKey(
                    new AccountId(new String(bytes, 0, idLength, StandardCharsets.US_ASCII)),
                    kind,
                    turned(numbers.getLong()),
                    turned(numbers.getLong()));
        };
    }

    private static long turned(long number) {
        return number ^ Long.MIN_VALUE;
    }
}

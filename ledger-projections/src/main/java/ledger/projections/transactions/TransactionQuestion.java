package ledger.projections.transactions;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import ledger.language.AccountId;
import ledger.language.TransactionId;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * Asks for a transaction.
 *
 * @param atLeast versions of accounts that are waited for first
 * @param versionWait how long at most
 */
record TransactionQuestion(TransactionId id, Map<AccountId, Long> atLeast, Duration versionWait) {
    static final Serde<TransactionQuestion> SERDE =
            Serdes.serdeFrom((_, question) -> question.bytes(), (_, bytes) -> of(bytes));

    TransactionQuestion {
        atLeast = Map.copyOf(atLeast);
    }

    private byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(id.value());
            out.writeLong(versionWait.toMillis());
            out.writeInt(atLeast.size());
            for (var entry : atLeast.entrySet()) {
                out.writeUTF(entry.getKey().value());
                out.writeLong(entry.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static TransactionQuestion of(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            TransactionId id = new TransactionId(in.readUTF());
            Duration wait = Duration.ofMillis(in.readLong());
            Map<AccountId, Long> atLeast = new HashMap<>();
            for (int left = in.readInt(); left > 0; left--) {
                atLeast.put(new AccountId(in.readUTF()), in.readLong());
            }
            return new TransactionQuestion(id, atLeast, wait);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package ledger.projections.transactions;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import ledger.language.AccountId;
import ledger.language.TransactionId;
import ledger.projections.cluster.DataSerde;
import org.apache.kafka.common.serialization.Serde;

/**
 * Asks for a transaction.
 *
 * @param atLeast versions of accounts that are waited for first
 * @param versionWait how long at most
 */
record TransactionQuestion(TransactionId id, Map<AccountId, Long> atLeast, Duration versionWait) {
    static final Serde<TransactionQuestion> SERDE = DataSerde.of(TransactionQuestion::write, TransactionQuestion::read);

    TransactionQuestion {
        atLeast = Map.copyOf(atLeast);
    }

    private void write(DataOutputStream out) throws IOException {
        out.writeUTF(id.value());
        out.writeLong(versionWait.toMillis());
        out.writeInt(atLeast.size());
        for (var entry : atLeast.entrySet()) {
            out.writeUTF(entry.getKey().value());
            out.writeLong(entry.getValue());
        }
    }

    private static TransactionQuestion read(DataInputStream in) throws IOException {
        TransactionId id = new TransactionId(in.readUTF());
        Duration wait = Duration.ofMillis(in.readLong());
        Map<AccountId, Long> atLeast = new HashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            atLeast.put(new AccountId(in.readUTF()), in.readLong());
        }
        return new TransactionQuestion(id, atLeast, wait);
    }
}

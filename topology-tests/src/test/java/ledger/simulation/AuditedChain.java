package ledger.simulation;

import static ledger.simulation.Violation.unless;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** The hash chain of a shard's events, from what is written about it. */
final class AuditedChain {
    private byte[] head = new byte[32];
    private @Nullable String fault;

    /** Takes the next event. */
    void next(Output event) {
        byte[] key = event.record().key();
        byte[] value = event.record().value();
        ByteBuffer hashed = ByteBuffer.allocate(32 + 4 + key.length + value.length);
        hashed.put(head).putInt(key.length).put(key).put(value);
        byte[] hash = sha256(hashed.array());
        if (fault == null && !(has(event, "ledger-previous", head) && has(event, "ledger-hash", hash))) {
            fault = event.toString();
        }
        head = hash;
    }

    private static boolean has(Output event, String name, byte[] value) {
        Header header = event.record().headers().lastHeader(name);
        return header != null && Arrays.equals(header.value(), value);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** All events are known. */
    void quiet() {
        unless(fault == null, Check.CHAIN, "the chain breaks at %s", fault);
    }
}

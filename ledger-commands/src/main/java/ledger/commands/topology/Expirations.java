package ledger.commands.topology;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import ledger.language.Transaction;
import ledger.language.TransactionId;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** The holds of a shard that expire, in the order of their times. */
final class Expirations {
    private final KeyValueStore<String, String> store;

    Expirations(KeyValueStore<String, String> store) {
        this.store = store;
    }

    void add(Transaction hold) {
        if (hold.expiresAt() != null) {
            store.put(key(hold.expiresAt()) + hold.id().value(), hold.id().value());
        }
    }

    void remove(Transaction hold) {
        if (hold.expiresAt() != null) {
            store.delete(key(hold.expiresAt()) + hold.id().value());
        }
    }

    /** Those whose time has come, the longest ago first, at most so many. */
    List<TransactionId> due(Instant now, int atMost) {
        List<TransactionId> due = new ArrayList<>();
        try (KeyValueIterator<String, String> range = store.range("", key(now.plusMillis(1)))) {
            while (range.hasNext() && due.size() < atMost) {
                due.add(new TransactionId(range.next().value));
            }
        }
        return due;
    }

    /** Sixteen digits, so that the order of keys is that of times. */
    private static String key(Instant time) {
        return "%016d ".formatted(time.toEpochMilli());
    }
}

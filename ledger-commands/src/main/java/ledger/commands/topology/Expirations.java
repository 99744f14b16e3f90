package ledger.commands.topology;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import ledger.language.Transaction;
import ledger.language.Transaction.TransactionStatus;
import ledger.language.TransactionId;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** The holds of a shard that expire, in the order of their times. */
final class Expirations {
    private static final int TIME_DIGITS = 16;

    private final KeyValueStore<String, String> store;
    private final ExpiryClock clock;

    Expirations(KeyValueStore<String, String> store, ExpiryClock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** It stands anew. */
    void follow(Transaction transaction) {
        if (transaction.status() == TransactionStatus.PENDING) {
            add(transaction);
        } else {
            remove(transaction);
        }
    }

    private void add(Transaction hold) {
        if (hold.expiresAt() != null) {
            store.put(key(hold.expiresAt()) + hold.id().value(), hold.id().value());
            clock.wakeAt(hold.expiresAt());
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

    /** Has the clock wake the shard when the first of them is due. */
    void wakeForNext() {
        try (KeyValueIterator<String, String> all = store.all()) {
            if (all.hasNext()) {
                String first = all.next().key;
                clock.wakeAt(Instant.ofEpochMilli(Long.parseLong(first.substring(0, TIME_DIGITS))));
            }
        }
    }

    /** With leading zeros, so that the order of keys is that of times. */
    private static String key(Instant time) {
        return ("%0" + TIME_DIGITS + "d ").formatted(time.toEpochMilli());
    }
}

package ledger.projections.statements;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import ledger.language.AccountId;
import ledger.records.StatementRow;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** The rows of one account. Versions are bounds of entries: not every version has one. */
final class StatementPart {
    private final ReadOnlyKeyValueStore<StatementKey, StatementRow> rows;
    private final AccountId account;

    StatementPart(ReadOnlyKeyValueStore<StatementKey, StatementRow> rows, AccountId account) {
        this.rows = rows;
        this.account = account;
    }

    Optional<AccountHead> head() {
        @Nullable StatementRow row = rows.get(StatementKey.head(account));
        return row == null ? Optional.empty() : Optional.of(StatementRows.head(row));
    }

    /**
     * The lowest version from which on all entries are recorded at that time or later. Entries are recorded in the order
     * of versions, so this halves the range of versions with one seek each time.
     *
     * @param end one more than the last version; the answer where no entry is that late
     */
    long firstRecordedFrom(Instant time, long end) {
        long low = 1;
        long high = end;
        while (low < high) {
            long middle = low + (high - low) / 2;
            List<StatementItem> found = items(middle, high, true, 1);
            if (found.isEmpty() || !found.getFirst().recordedAt().isBefore(time)) {
                high = middle;
            } else {
                low = found.getFirst().version() + 1;
            }
        }
        return low;
    }

    /** Entries with versions from (inclusive) to end (exclusive), in either order. */
    List<StatementItem> items(long from, long end, boolean ascending, int limit) {
        List<StatementItem> items = new ArrayList<>();
        scan(from, end, ascending, item -> items.add(item) && items.size() < limit);
        return items;
    }

    /**
     * Gives the entries with versions from (inclusive) to end (exclusive), in either order.
     *
     * @param reader says whether it wants another
     */
    void scan(long from, long end, boolean ascending, Predicate<StatementItem> reader) {
        if (from >= end) {
            return;
        }
        StatementKey first = new StatementKey(account, from);
        StatementKey last = new StatementKey(account, end - 1);
        try (KeyValueIterator<StatementKey, StatementRow> range =
                ascending ? rows.range(first, last) : rows.reverseRange(first, last)) {
            boolean more = true;
            while (more && range.hasNext()) {
                more = reader.test(StatementRows.item(range.next().value));
            }
        }
    }
}

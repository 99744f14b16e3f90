package ledger.projections.balances;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import ledger.codec.AccountCodec;
import ledger.language.Account;
import ledger.language.AccountId;
import ledger.projections.Page;
import ledger.projections.ProjectionStore;
import ledger.projections.ReadModel;
import ledger.projections.ReadModelUnavailableException;
import ledger.records.AccountBalance;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** What the balances can be asked. Everything throws {@link ReadModelUnavailableException} when it cannot be read now. */
public final class BalanceQueries {
    /** Sorts after every character of an id, and right after it in bytes, so that it bounds all ids with a prefix. */
    private static final char AFTER_ALL = '\u007f';

    /** Sorts before every character of an id. */
    private static final char BEFORE_ALL = '\0';

    private final ProjectionStore<String, AccountBalance> accounts;
    private final ReadModel model;

    public BalanceQueries(BalancesProjection projection, ReadModel model) {
        this.accounts = projection.accounts();
        this.model = model;
    }

    /** The account as it stands; empty if there is none. */
    public Optional<Account> find(AccountId id) {
        return model.ofAccount(
                accounts,
                id,
                store -> Optional.ofNullable(store.get(id.value())).map(AccountCodec.INSTANCE::fromRecord));
    }

    /**
     * Accounts of this process whose ids start with a prefix, in the order of the bytes of their ids.
     *
     * @param prefix empty for all
     * @param after only ids after this one: the cursor of the page before
     * @param limit how many at most, 1 or more
     */
    public Page<Account, AccountId> list(String prefix, @Nullable AccountId after, int limit) {
        String afterAll = prefix + AFTER_ALL;
        String afterCursor = after == null ? "" : after.value() + BEFORE_ALL;
        String first = afterCursor.compareTo(prefix) > 0 ? afterCursor : prefix;
        if (first.compareTo(afterAll) > 0) {
            return new Page<>(List.of(), null);
        }
        return model.ofLocalPartitions(accounts, parts -> list(parts, first, afterAll, limit));
    }

    private static Page<Account, AccountId> list(
            List<ReadOnlyKeyValueStore<String, AccountBalance>> parts, String from, String to, int limit) {
        List<KeyValueIterator<String, AccountBalance>> ranges = new ArrayList<>();
        try {
            for (ReadOnlyKeyValueStore<String, AccountBalance> part : parts) {
                ranges.add(part.range(from, to));
            }
            MergedIterator<String, AccountBalance> merged = new MergedIterator<>(ranges);
            List<Account> items = new ArrayList<>();
            while (items.size() < limit && merged.hasNext()) {
                items.add(AccountCodec.INSTANCE.fromRecord(merged.next().value));
            }
            return new Page<>(items, merged.hasNext() ? items.getLast().id() : null);
        } finally {
            ranges.forEach(KeyValueIterator::close);
        }
    }
}

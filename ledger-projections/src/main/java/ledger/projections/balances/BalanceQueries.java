package ledger.projections.balances;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import ledger.codec.AccountCodec;
import ledger.language.Account;
import ledger.language.AccountId;
import ledger.projections.Gathered;
import ledger.projections.Page;
import ledger.projections.ProjectionStore;
import ledger.projections.Ranges;
import ledger.projections.ReadModel;
import ledger.projections.ReadModelUnavailableException;
import ledger.projections.TextKeys;
import ledger.records.AccountBalance;
import org.apache.kafka.streams.KeyValue;
import org.jspecify.annotations.Nullable;

/** What the balances can be asked. Everything throws {@link ReadModelUnavailableException} when it cannot be read now. */
public final class BalanceQueries {
    /** Sorts before every character of an id. */
    private static final char BEFORE_ALL = '\0';

    private final ProjectionStore<String, AccountBalance> accounts;
    private final Ranges<String, AccountBalance> ranges;
    private final ReadModel model;

    public BalanceQueries(BalancesProjection projection, ReadModel model) {
        this.accounts = projection.accounts();
        this.ranges = new Ranges<>("balances/accounts", accounts, model);
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
     * Accounts whose ids start with a prefix, in the order of the bytes of their ids.
     *
     * @param prefix empty for all
     * @param after only ids after this one: the cursor of the page before
     * @param limit how many at most, 1 or more
     * @param wait how long to try while partitions move
     */
    public Gathered<Page<Account, AccountId>> list(String prefix, @Nullable AccountId after, int limit, Duration wait) {
        String afterCursor = after == null ? "" : after.value() + BEFORE_ALL;
        String first = afterCursor.compareTo(prefix) > 0 ? afterCursor : prefix;
        String last = TextKeys.lastWith(prefix);
        // Of a cursor behind all of them, nothing.
        String to = first.compareTo(last) > 0 ? first : last;
        // One more than wanted tells whether there is another page.
        return ranges.rows(first, to, limit + 1, wait).map(rows -> page(rows, limit));
    }

    private static Page<Account, AccountId> page(List<KeyValue<String, AccountBalance>> rows, int limit) {
        List<Account> items = rows.stream()
                .limit(limit)
                .map(row -> AccountCodec.INSTANCE.fromRecord(row.value))
                .toList();
        return new Page<>(items, rows.size() > limit ? items.getLast().id() : null);
    }
}

package ledger.projections.transactions;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import ledger.codec.Balances;
import ledger.language.AccountId;
import ledger.language.CommandOutcome.BalanceAfter;
import ledger.language.Transaction;
import ledger.language.TransactionId;
import ledger.projections.ProjectionStore;
import ledger.projections.ReadModel;
import ledger.projections.ReadModelUnavailableException;
import ledger.projections.transactions.TransactionFold.Home;
import ledger.records.TransactionHome;
import ledger.records.TransactionRow;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** What the transactions can be asked. Everything throws {@link ReadModelUnavailableException} when it cannot be read now. */
public final class TransactionQueries {
    private final ProjectionStore<String, TransactionRow> rows;
    private final ReadModel model;

    public TransactionQueries(TransactionsProjection projection, ReadModel model) {
        this.rows = projection.rows();
        this.model = model;
    }

    /** The last version of an account that was folded, 0 where there was none. */
    public long version(AccountId account) {
        return model.ofAccount(
                rows,
                account,
                store -> TransactionRows.head(store.get(TransactionRows.key(account)))
                        .version());
    }

    /** The transaction as the partitions of this process have it; empty if none of them is its home. */
    public Optional<TransactionView> find(TransactionId id) {
        return model.ofLocalPartitions(rows, parts -> find(parts, id));
    }

    private static Optional<TransactionView> find(
            List<ReadOnlyKeyValueStore<String, TransactionRow>> parts, TransactionId id) {
        @Nullable Transaction transaction = null;
        Map<AccountId, BalanceAfter> left = new HashMap<>();
        for (ReadOnlyKeyValueStore<String, TransactionRow> part : parts) {
            try (KeyValueIterator<String, TransactionRow> range =
                    part.range(TransactionRows.key(id), TransactionRows.lastKey(id))) {
                while (range.hasNext()) {
                    Object row = range.next().value.getRow();
                    if (row instanceof TransactionHome home) {
                        Home stands = TransactionRows.home(home);
                        transaction = stands.underWay() ? null : stands.transaction();
                        put(left, TransactionRows.left(home));
                    } else {
                        put(left, Balances.fromRecord((ledger.records.BalanceAfter) row));
                    }
                }
            }
        }
        return Optional.ofNullable(transaction).map(found -> view(found, left));
    }

    private static void put(Map<AccountId, BalanceAfter> left, BalanceAfter balance) {
        left.put(balance.accountId(), balance);
    }

    private static TransactionView view(Transaction transaction, Map<AccountId, BalanceAfter> left) {
        return new TransactionView(
                transaction,
                transaction.accounts().stream()
                        .map(left::get)
                        .filter(Objects::nonNull)
                        .toList());
    }
}

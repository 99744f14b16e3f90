package ledger.projections.transactions;

import java.time.Duration;
import java.util.ArrayList;
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
import ledger.projections.PartitionStores;
import ledger.projections.ProjectionStore;
import ledger.projections.ReadBarrier;
import ledger.projections.ReadModel;
import ledger.projections.ReadModelUnavailableException;
import ledger.projections.ShardQuery;
import ledger.projections.StoreRows;
import ledger.projections.transactions.TransactionFold.Home;
import ledger.records.TransactionHome;
import ledger.records.TransactionRow;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** What the transactions can be asked. Everything throws {@link ReadModelUnavailableException} when it cannot be read now. */
public final class TransactionQueries {
    private final ProjectionStore<String, TransactionRow> rows;
    private final ReadModel model;
    private final ReadBarrier barrier;
    private final ReadModel.Asking<TransactionQuestion, List<KeyValue<String, TransactionRow>>> finding;

    /** @param barrier of the projection: where versions are waited for */
    public TransactionQueries(TransactionsProjection projection, ReadModel model, ReadBarrier barrier) {
        this.rows = projection.rows();
        this.model = model;
        this.barrier = barrier;
        this.finding = model.asking(
                new ShardQuery<>("transactions/rows", TransactionQuestion.SERDE, new StoreRows<>(rows), this::rowsOf));
    }

    /** The last version of an account that was folded, 0 where there was none. */
    public long version(AccountId account) {
        return model.ofAccount(rows, account, store -> version(store, account));
    }

    /**
     * The transaction as it stands; empty if no partition is its home.
     *
     * @param atLeast versions of accounts that are waited for first, for a time; then what there is is the answer
     * @param versionWait that time
     * @param wait how long to try while partitions move
     */
    public Optional<TransactionView> find(
            TransactionId id, Map<AccountId, Long> atLeast, Duration versionWait, Duration wait) {
        return view(finding.ask(new TransactionQuestion(id, atLeast, versionWait), wait).answer().stream()
                .flatMap(List::stream)
                .toList());
    }

    private List<KeyValue<String, TransactionRow>> rowsOf(PartitionStores stores, TransactionQuestion question) {
        await(stores, question);
        List<KeyValue<String, TransactionRow>> found = new ArrayList<>();
        String first = TransactionRows.key(question.id());
        String last = TransactionRows.lastKey(question.id());
        for (ReadOnlyKeyValueStore<String, TransactionRow> part : stores.of(rows)) {
            try (KeyValueIterator<String, TransactionRow> range = part.range(first, last)) {
                range.forEachRemaining(found::add);
            }
        }
        return found;
    }

    private void await(PartitionStores stores, TransactionQuestion question) {
        Map<AccountId, Long> here = new HashMap<>(question.atLeast());
        here.keySet().removeIf(account -> stores.of(rows, account).isEmpty());
        try {
            barrier.awaitAll(here, account -> version(stores, account), question.versionWait());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReadModelUnavailableException("interrupted while waiting for " + here, e);
        }
    }

    private long version(PartitionStores stores, AccountId account) {
        return stores.of(rows, account).map(part -> version(part, account)).orElse(0L);
    }

    private static long version(ReadOnlyKeyValueStore<String, TransactionRow> part, AccountId account) {
        return TransactionRows.head(part.get(TransactionRows.key(account))).version();
    }

    private static Optional<TransactionView> view(List<KeyValue<String, TransactionRow>> found) {
        @Nullable Transaction transaction = null;
        Map<AccountId, BalanceAfter> left = new HashMap<>();
        for (KeyValue<String, TransactionRow> each : found) {
            Object row = each.value.getRow();
            if (row instanceof TransactionHome home) {
                Home stands = TransactionRows.home(home);
                transaction = stands.underWay() ? null : stands.transaction();
                put(left, TransactionRows.left(home));
            } else {
                put(left, Balances.fromRecord((ledger.records.BalanceAfter) row));
            }
        }
        return Optional.ofNullable(transaction).map(made -> view(made, left));
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

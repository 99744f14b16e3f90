package ledger.projections.transactions;

import ledger.language.AccountChange.TransactionReversed;
import ledger.language.AccountEvent;
import ledger.language.AccountId;
import ledger.language.CommandOutcome.BalanceAfter;
import ledger.language.TransactionId;
import ledger.projections.EventFolder;
import ledger.projections.VersionGate;
import ledger.projections.transactions.TransactionFold.Gone;
import ledger.projections.transactions.TransactionFold.Home;
import ledger.projections.transactions.TransactionFold.Leg;
import ledger.projections.transactions.TransactionFold.Nothing;
import ledger.records.TransactionHome;
import ledger.records.TransactionRow;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Folds the events of one partition into its rows. */
final class TransactionFolder implements EventFolder {
    private final KeyValueStore<String, TransactionRow> rows;
    private final VersionGate gate;

    TransactionFolder(KeyValueStore<String, TransactionRow> rows, VersionGate gate) {
        this.rows = rows;
        this.gate = gate;
    }

    @Override
    public void fold(AccountEvent event) {
        String accountKey = TransactionRows.key(event.accountId());
        AccountHead before = TransactionRows.head(rows.get(accountKey));
        if (!gate.admits(before.version(), event)) {
            return;
        }
        AccountHead head = before.after(event);
        TransactionId transaction = event.transactionId();
        if (transaction != null) {
            fold(event, transaction, head.left(event));
        }
        // Last: whoever sees this version of the account finds what its transactions left there.
        rows.put(accountKey, TransactionRows.row(head));
    }

    private void fold(AccountEvent event, TransactionId id, BalanceAfter left) {
        Home known = TransactionFold.goesOn(event.change()) ? atHome(id, event.accountId()) : null;
        switch (TransactionFold.step(event, id, known)) {
            case Home now -> {
                rows.put(TransactionRows.key(id), TransactionRows.row(now, left));
                if (event.change() instanceof TransactionReversed reversed) {
                    markReversed(reversed.reversed(), id);
                }
            }
            case Leg _ -> rows.put(TransactionRows.key(id, event.accountId()), TransactionRows.row(left));
            case Gone _ ->
                rows.delete(known == null ? TransactionRows.key(id, event.accountId()) : TransactionRows.key(id));
            case Nothing _ -> {}
        }
    }

    private @Nullable Home atHome(TransactionId id, AccountId account) {
        TransactionHome row = find(id);
        return row != null && row.getHome().getAccountId().equals(account.value()) ? TransactionRows.home(row) : null;
    }

    /** The reversal's home is that of the transaction, so that is here too. */
    private void markReversed(TransactionId id, TransactionId reversal) {
        TransactionHome row = find(id);
        if (row != null) {
            Home home = TransactionRows.home(row);
            Home reversed = new Home(home.transaction().reversedBy(reversal), false);
            rows.put(TransactionRows.key(id), TransactionRows.row(reversed, TransactionRows.left(row)));
        }
    }

    private @Nullable TransactionHome find(TransactionId id) {
        TransactionRow row = rows.get(TransactionRows.key(id));
        return row == null ? null : (TransactionHome) row.getRow();
    }
}

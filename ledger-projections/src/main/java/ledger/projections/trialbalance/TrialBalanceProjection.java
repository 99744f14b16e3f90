package ledger.projections.trialbalance;

import java.util.List;
import ledger.language.AccountEvent;
import ledger.language.Amount;
import ledger.projections.EventFolder;
import ledger.projections.FoldContext;
import ledger.projections.Projection;
import ledger.projections.ProjectionStore;
import ledger.projections.VersionGate;
import ledger.records.TrialBalanceAccount;
import ledger.records.TrialBalanceRow;
import ledger.serde.StateSerde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Totals of every currency, and the last balance of every account, which tells what the next event moved. */
public final class TrialBalanceProjection implements Projection {
    /** Its name. */
    public static final String NAME = "trial-balance";

    private final ProjectionStore<String, TrialBalanceRow> rows;

    /** @param rows serde of what is stored */
    public TrialBalanceProjection(StateSerde<TrialBalanceRow> rows) {
        this.rows = new ProjectionStore<>("rows", Serdes.String(), rows);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<ProjectionStore<?, ?>> stores() {
        return List.of(rows);
    }

    /** The one store. */
    public ProjectionStore<String, TrialBalanceRow> rows() {
        return rows;
    }

    @Override
    public EventFolder folder(FoldContext context) {
        KeyValueStore<String, TrialBalanceRow> store = context.store(rows);
        VersionGate gate = context.gate();
        return event -> {
            String accountKey = TrialBalanceRows.key(event.accountId());
            @Nullable TrialBalanceRow row = store.get(accountKey);
            @Nullable TrialBalanceAccount before = row == null ? null : TrialBalanceRows.account(row);
            if (gate.admits(before == null ? 0 : before.getVersion(), event)) {
                add(store, event, before);
                store.put(accountKey, TrialBalanceRows.row(event.version(), event.balance()));
            }
        };
    }

    private static void add(
            KeyValueStore<String, TrialBalanceRow> store, AccountEvent event, @Nullable TrialBalanceAccount before) {
        Totals moved = Totals.of(event, before == null ? Amount.ZERO : TrialBalanceRows.balance(before));
        // A currency is shown from its first account on, also before anything moves.
        if (before == null || !moved.equals(Totals.NOTHING)) {
            String key = TrialBalanceRows.key(event.asset());
            @Nullable TrialBalanceRow row = store.get(key);
            Totals totals = row == null ? moved : TrialBalanceRows.totals(row).plus(moved);
            store.put(key, TrialBalanceRows.row(event.asset(), totals));
        }
    }
}

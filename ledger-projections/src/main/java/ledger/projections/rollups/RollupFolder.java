package ledger.projections.rollups;

import java.math.BigInteger;
import java.util.List;
import ledger.language.AccountEvent;
import ledger.language.Asset;
import ledger.projections.EventFolder;
import ledger.projections.VersionGate;
import ledger.records.RollupAccount;
import ledger.records.RollupRow;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Folds the events of one partition into its totals. Balances are those that the events state. */
final class RollupFolder implements EventFolder {
    private final KeyValueStore<String, RollupAccount> accounts;
    private final KeyValueStore<String, RollupRow> totals;
    private final VersionGate gate;

    RollupFolder(
            KeyValueStore<String, RollupAccount> accounts, KeyValueStore<String, RollupRow> totals, VersionGate gate) {
        this.accounts = accounts;
        this.totals = totals;
        this.gate = gate;
    }

    @Override
    public void fold(AccountEvent event) {
        String id = event.accountId().value();
        @Nullable RollupAccount before = accounts.get(id);
        if (!gate.admits(before == null ? 0 : before.getVersion(), event)) {
            return;
        }
        BigInteger balanceBefore = before == null ? BigInteger.ZERO : RollupRows.balance(before);
        RollupItem added = new RollupItem(
                event.asset(), before == null ? 1 : 0, event.balance().minor().subtract(balanceBefore));
        if (before == null || added.balance().signum() != 0) {
            Prefixes.of(event.accountId()).forEach(prefix -> add(prefix, added));
        }
        accounts.put(id, RollupRows.account(event));
    }

    private void add(String prefix, RollupItem added) {
        Asset asset = added.asset();
        String key = RollupRows.totalsKey(prefix, asset);
        @Nullable RollupRow row = totals.get(key);
        totals.put(
                key,
                RollupRows.row(row == null ? added : RollupRows.item(asset, row).plus(added)));
        if (row == null) {
            // After the totals: whoever finds the asset finds those too.
            String assetsKey = RollupRows.assetsKey(prefix);
            List<Asset> assets = RollupRows.assets(totals.get(assetsKey));
            totals.put(assetsKey, RollupRows.plus(assets, asset));
        }
    }
}

package ledger.projections.rollups;

import java.util.List;
import ledger.projections.EventFolder;
import ledger.projections.FoldContext;
import ledger.projections.Projection;
import ledger.projections.ProjectionStore;
import ledger.records.RollupAccount;
import ledger.records.RollupRow;
import ledger.serde.StateSerde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * How many accounts there are under each prefix of their ids, and what their balances come to. Totals are kept of the empty
 * prefix and of those that end at one of an id's first {@value Prefixes#LEVELS} colons.
 */
public final class RollupsProjection implements Projection {
    /** Its name. */
    public static final String NAME = "rollups";

    private final ProjectionStore<String, RollupAccount> accounts;
    private final ProjectionStore<String, RollupRow> totals;

    /**
     * @param accounts serde of what is stored of accounts
     * @param totals serde of what is stored of prefixes
     */
    public RollupsProjection(StateSerde<RollupAccount> accounts, StateSerde<RollupRow> totals) {
        this.accounts = new ProjectionStore<>("accounts", Serdes.String(), accounts);
        this.totals = new ProjectionStore<>("totals", Serdes.String(), totals);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<ProjectionStore<?, ?>> stores() {
        return List.of(accounts, totals);
    }

    /** The last balance of every account by its id: for prefixes that no totals are kept of, and to tell what moved. */
    public ProjectionStore<String, RollupAccount> accounts() {
        return accounts;
    }

    /** The assets of each prefix, and the totals of each of those. */
    public ProjectionStore<String, RollupRow> totals() {
        return totals;
    }

    @Override
    public EventFolder folder(FoldContext context) {
        return new RollupFolder(context.store(accounts), context.store(totals), context.gate());
    }
}

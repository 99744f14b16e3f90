package ledger.projections.trialbalance;

import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import ledger.language.AccountId;
import ledger.language.Asset;
import ledger.projections.Gathered;
import ledger.projections.Ranges;
import ledger.projections.ReadModel;
import ledger.projections.ReadModelUnavailableException;
import ledger.records.TrialBalanceRow;
import org.apache.kafka.streams.KeyValue;
import org.jspecify.annotations.Nullable;

/** What the trial balance can be asked. Throws {@link ReadModelUnavailableException} when it cannot be read now. */
public final class TrialBalanceQueries {
    private final TrialBalanceProjection projection;
    private final ReadModel model;
    private final Ranges<String, TrialBalanceRow> rows;

    public TrialBalanceQueries(TrialBalanceProjection projection, ReadModel model) {
        this.projection = projection;
        this.model = model;
        this.rows = new Ranges<>("trial-balance/rows", projection.rows(), model);
    }

    /**
     * The totals of all partitions together, in the order of currencies. Each partition is balanced by itself, so it does
     * not matter that one may be further than another. A currency whose scale was ever another has an item for each scale.
     *
     * @param currency only this one; {@code null}: all
     * @param wait how long to try while partitions move
     */
    public Gathered<List<TrialBalanceItem>> items(@Nullable String currency, Duration wait) {
        String first = currency == null ? TrialBalanceRows.firstKey() : TrialBalanceRows.firstKey(currency);
        String last = currency == null ? TrialBalanceRows.lastKey() : TrialBalanceRows.lastKey(currency);
        return rows.rows(first, last, Integer.MAX_VALUE, wait).map(TrialBalanceQueries::sums);
    }

    /** The last version of an account that is in the totals; 0 if none is. */
    public long version(AccountId account) {
        return model.ofAccount(projection.rows(), account, part -> {
            @Nullable TrialBalanceRow row = part.get(TrialBalanceRows.key(account));
            return row == null ? 0L : TrialBalanceRows.account(row).getVersion();
        });
    }

    private static List<TrialBalanceItem> sums(List<KeyValue<String, TrialBalanceRow>> rows) {
        SortedMap<Asset, Totals> sums = new TreeMap<>();
        rows.forEach(
                row -> sums.merge(TrialBalanceRows.asset(row.value), TrialBalanceRows.totals(row.value), Totals::plus));
        return sums.entrySet().stream()
                .map(entry -> new TrialBalanceItem(entry.getKey(), entry.getValue()))
                .toList();
    }
}

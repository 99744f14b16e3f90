package ledger.projections.trialbalance;

import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import ledger.language.Asset;
import ledger.projections.ProjectionStore;
import ledger.projections.ReadModel;
import ledger.projections.ReadModelUnavailableException;
import ledger.records.TrialBalanceRow;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** What the trial balance can be asked. Throws {@link ReadModelUnavailableException} when it cannot be read now. */
public final class TrialBalanceQueries {
    private static final Comparator<Asset> BY_CODE =
            Comparator.comparing(Asset::code).thenComparingInt(Asset::scale);

    private final ProjectionStore<String, TrialBalanceRow> rows;
    private final ReadModel model;

    public TrialBalanceQueries(TrialBalanceProjection projection, ReadModel model) {
        this.rows = projection.rows();
        this.model = model;
    }

    /**
     * The totals of the partitions of this process together, in the order of currencies. Each partition is balanced by
     * itself, so it does not matter that one may be further than another. A currency whose scale was ever another has an
     * item for each scale.
     *
     * @param currency only this one; {@code null}: all
     */
    public List<TrialBalanceItem> items(@Nullable String currency) {
        String first = currency == null ? TrialBalanceRows.firstKey() : TrialBalanceRows.firstKey(currency);
        String last = currency == null ? TrialBalanceRows.lastKey() : TrialBalanceRows.lastKey(currency);
        return model.ofLocalPartitions(rows, parts -> sums(parts, first, last));
    }

    private static List<TrialBalanceItem> sums(
            List<ReadOnlyKeyValueStore<String, TrialBalanceRow>> parts, String first, String last) {
        SortedMap<Asset, Totals> sums = new TreeMap<>(BY_CODE);
        for (ReadOnlyKeyValueStore<String, TrialBalanceRow> part : parts) {
            try (KeyValueIterator<String, TrialBalanceRow> range = part.range(first, last)) {
                while (range.hasNext()) {
                    TrialBalanceRow row = range.next().value;
                    sums.merge(TrialBalanceRows.asset(row), TrialBalanceRows.totals(row), Totals::plus);
                }
            }
        }
        return sums.entrySet().stream()
                .map(entry -> new TrialBalanceItem(entry.getKey(), entry.getValue()))
                .toList();
    }
}

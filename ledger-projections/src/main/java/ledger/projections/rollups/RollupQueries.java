package ledger.projections.rollups;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import ledger.language.Asset;
import ledger.projections.ProjectionStore;
import ledger.projections.ReadModel;
import ledger.projections.ReadModelUnavailableException;
import ledger.records.RollupAccount;
import ledger.records.RollupRow;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** What the rollups can be asked. Throws {@link ReadModelUnavailableException} when they cannot be read now. */
public final class RollupQueries {
    /** Sorts after every character of an id. */
    private static final char AFTER_ALL = '\u007f';

    private final ProjectionStore<String, RollupAccount> accounts;
    private final ProjectionStore<String, RollupRow> totals;
    private final ReadModel model;

    public RollupQueries(RollupsProjection projection, ReadModel model) {
        this.accounts = projection.accounts();
        this.totals = projection.totals();
        this.model = model;
    }

    /**
     * What the accounts under a prefix come to, in the partitions of this process together, in the order of currencies;
     * empty where there are none. A currency whose scale was ever another has an item for each scale. Where totals are
     * kept of the prefix, it takes two reads for each partition and currency, however many accounts there are; any other
     * prefix costs reading every account under it.
     *
     * @param prefix the beginning of ids; empty for all accounts
     */
    public List<RollupItem> items(String prefix) {
        return Prefixes.isKept(prefix)
                ? model.ofLocalPartitions(
                        totals, parts -> sums(parts, (part, reader) -> readTotals(part, prefix, reader)))
                : model.ofLocalPartitions(
                        accounts, parts -> sums(parts, (part, reader) -> readAccounts(part, prefix, reader)));
    }

    private interface PartReader<S> {
        void read(S part, Consumer<RollupItem> reader);
    }

    private static <S> List<RollupItem> sums(List<S> parts, PartReader<S> partReader) {
        SortedMap<Asset, RollupItem> sums = new TreeMap<>(RollupRows.BY_CODE);
        for (S part : parts) {
            partReader.read(part, item -> sums.merge(item.asset(), item, RollupItem::plus));
        }
        return List.copyOf(sums.values());
    }

    private static void readTotals(
            ReadOnlyKeyValueStore<String, RollupRow> part, String prefix, Consumer<RollupItem> reader) {
        for (Asset asset : RollupRows.assets(part.get(RollupRows.assetsKey(prefix)))) {
            @Nullable RollupRow row = part.get(RollupRows.totalsKey(prefix, asset));
            if (row != null) {
                reader.accept(RollupRows.item(asset, row));
            }
        }
    }

    private static void readAccounts(
            ReadOnlyKeyValueStore<String, RollupAccount> part, String prefix, Consumer<RollupItem> reader) {
        try (KeyValueIterator<String, RollupAccount> range = part.range(prefix, prefix + AFTER_ALL)) {
            while (range.hasNext()) {
                reader.accept(RollupRows.item(range.next().value));
            }
        }
    }
}

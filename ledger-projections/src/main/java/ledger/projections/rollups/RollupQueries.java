package ledger.projections.rollups;

import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import ledger.language.AccountId;
import ledger.language.Asset;
import ledger.projections.Gathered;
import ledger.projections.PartitionStores;
import ledger.projections.ReadModel;
import ledger.projections.ReadModelUnavailableException;
import ledger.projections.ShardQuery;
import ledger.projections.StoreRows;
import ledger.projections.TextKeys;
import ledger.records.RollupAccount;
import ledger.records.RollupRow;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** What the rollups can be asked. Throws {@link ReadModelUnavailableException} when they cannot be read now. */
public final class RollupQueries {
    private final RollupsProjection projection;
    private final ReadModel model;
    /** A prefix; answered by the totals of each asset under it, as the store would have them. */
    private final ReadModel.Asking<String, List<KeyValue<String, RollupRow>>> asking;

    public RollupQueries(RollupsProjection projection, ReadModel model) {
        this.projection = projection;
        this.model = model;
        this.asking = model.asking(new ShardQuery<>(
                "rollups/totals",
                Serdes.String(),
                new StoreRows<>(projection.totals()),
                (stores, prefix) -> sums(read -> read(stores, prefix, read)).stream()
                        .map(item -> KeyValue.pair(RollupRows.totalsKey("", item.asset()), RollupRows.row(item)))
                        .toList()));
    }

    /**
     * What the accounts under a prefix come to, in all partitions together, in the order of currencies; empty where there
     * are none. A currency whose scale was ever another has an item for each scale. Where totals are kept of the prefix, it
     * takes two reads for each partition and currency, however many accounts there are; any other prefix costs reading
     * every account under it.
     *
     * @param prefix the beginning of ids; empty for all accounts
     * @param wait how long to try while partitions move
     */
    public Gathered<List<RollupItem>> items(String prefix, Duration wait) {
        return asking.ask(prefix, wait)
                .map(parts -> sums(read -> parts.stream()
                        .flatMap(List::stream)
                        .map(row -> RollupRows.item(RollupRows.assetOfKey(row.key), row.value))
                        .forEach(read)));
    }

    /** The last version of an account that is in the totals; 0 if none is. */
    public long version(AccountId account) {
        return model.ofAccount(projection.accounts(), account, part -> {
            @Nullable RollupAccount row = part.get(account.value());
            return row == null ? 0L : row.getVersion();
        });
    }

    private static List<RollupItem> sums(Consumer<Consumer<RollupItem>> items) {
        SortedMap<Asset, RollupItem> sums = new TreeMap<>();
        items.accept(item -> sums.merge(item.asset(), item, RollupItem::plus));
        return List.copyOf(sums.values());
    }

    private void read(PartitionStores stores, String prefix, Consumer<RollupItem> reader) {
        if (Prefixes.isKept(prefix)) {
            stores.of(projection.totals()).forEach(part -> readTotals(part, prefix, reader));
        } else {
            stores.of(projection.accounts()).forEach(part -> readAccounts(part, prefix, reader));
        }
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
        try (KeyValueIterator<String, RollupAccount> range = part.range(prefix, TextKeys.lastWith(prefix))) {
            while (range.hasNext()) {
                reader.accept(RollupRows.item(range.next().value));
            }
        }
    }
}

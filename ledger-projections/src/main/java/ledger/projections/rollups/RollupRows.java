package ledger.projections.rollups;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import ledger.language.AccountEvent;
import ledger.language.Asset;
import ledger.projections.StoredIntegers;
import ledger.records.RollupAccount;
import ledger.records.RollupAsset;
import ledger.records.RollupAssets;
import ledger.records.RollupRow;
import ledger.records.RollupTotals;
import org.jspecify.annotations.Nullable;

/** Keys and values of the stores. The slash of the keys is in no id. */
final class RollupRows {
    private RollupRows() {}

    static String assetsKey(String prefix) {
        return prefix + "/";
    }

    static String totalsKey(String prefix, Asset asset) {
        return prefix + "/" + asset.code() + "/" + asset.scale();
    }

    static Asset assetOfKey(String totalsKey) {
        String[] parts = totalsKey.split("/", -1);
        return new Asset(parts[1], Integer.parseInt(parts[2]));
    }

    static RollupAccount account(AccountEvent event) {
        return new RollupAccount(
                event.version(),
                event.asset().code(),
                event.asset().scale(),
                new BigDecimal(event.balance().minor()));
    }

    static BigInteger balance(RollupAccount account) {
        return account.getBalanceMinor().toBigIntegerExact();
    }

    static RollupItem item(RollupAccount account) {
        return new RollupItem(new Asset(account.getCurrency(), account.getScale()), 1, balance(account));
    }

    static RollupRow row(RollupItem item) {
        return new RollupRow(new RollupTotals(item.accounts(), StoredIntegers.bytes(item.balance())));
    }

    static RollupItem item(Asset asset, RollupRow row) {
        RollupTotals totals = (RollupTotals) row.getRow();
        return new RollupItem(asset, totals.getAccounts(), StoredIntegers.integer(totals.getBalance()));
    }

    static List<Asset> assets(@Nullable RollupRow row) {
        return row == null
                ? List.of()
                : ((RollupAssets) row.getRow())
                        .getAssets().stream()
                                .map(asset -> new Asset(asset.getCurrency(), asset.getScale()))
                                .toList();
    }

    /** In their order, so that the row does not tell which came first. */
    static RollupRow plus(List<Asset> assets, Asset another) {
        List<Asset> all = new ArrayList<>(assets);
        all.add(another);
        return new RollupRow(new RollupAssets(all.stream()
                .sorted()
                .map(asset -> new RollupAsset(asset.code(), asset.scale()))
                .toList()));
    }
}

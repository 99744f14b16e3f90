package ledger.projections.trialbalance;

import java.math.BigDecimal;
import ledger.language.AccountId;
import ledger.language.Amount;
import ledger.language.Asset;
import ledger.projections.StoredIntegers;
import ledger.projections.TextKeys;
import ledger.records.TrialBalanceAccount;
import ledger.records.TrialBalanceRow;
import ledger.records.TrialBalanceTotals;

/** Keys and values of the store: accounts after {@code a:}, totals after {@code t:} by currency and scale. */
final class TrialBalanceRows {
    private static final String TOTALS = "t:";

    private TrialBalanceRows() {}

    static String key(AccountId account) {
        return "a:" + account.value();
    }

    static String key(Asset asset) {
        return firstKey(asset.code()) + asset.scale();
    }

    static String firstKey() {
        return TOTALS;
    }

    static String lastKey() {
        return TextKeys.lastWith(TOTALS);
    }

    static String firstKey(String currency) {
        return TOTALS + currency + ":";
    }

    static String lastKey(String currency) {
        return TextKeys.lastWith(firstKey(currency));
    }

    static TrialBalanceRow row(long version, Amount balance) {
        return new TrialBalanceRow(new TrialBalanceAccount(version, new BigDecimal(balance.minor())));
    }

    static TrialBalanceAccount account(TrialBalanceRow row) {
        return (TrialBalanceAccount) row.getRow();
    }

    static Amount balance(TrialBalanceAccount account) {
        return new Amount(account.getBalanceMinor().toBigIntegerExact());
    }

    static TrialBalanceRow row(Asset asset, Totals totals) {
        return new TrialBalanceRow(new TrialBalanceTotals(
                asset.code(),
                asset.scale(),
                StoredIntegers.bytes(totals.debits()),
                StoredIntegers.bytes(totals.credits()),
                StoredIntegers.bytes(totals.accounts()),
                StoredIntegers.bytes(totals.boundary()),
                StoredIntegers.bytes(totals.inTransit())));
    }

    static Asset asset(TrialBalanceRow row) {
        TrialBalanceTotals totals = (TrialBalanceTotals) row.getRow();
        return new Asset(totals.getCurrency(), totals.getScale());
    }

    static Totals totals(TrialBalanceRow row) {
        TrialBalanceTotals totals = (TrialBalanceTotals) row.getRow();
        return new Totals(
                StoredIntegers.integer(totals.getDebits()),
                StoredIntegers.integer(totals.getCredits()),
                StoredIntegers.integer(totals.getAccounts()),
                StoredIntegers.integer(totals.getBoundary()),
                StoredIntegers.integer(totals.getInTransit()));
    }
}

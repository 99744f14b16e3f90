package ledger.codec;

import java.util.List;
import ledger.language.AccountId;
import ledger.language.CommandOutcome.BalanceAfter;

/** What commands left on accounts, as it stands in outcomes, in messages between shards, and in stores. */
public final class Balances {
    private Balances() {}

    /** The records of what was left on accounts. */
    public static List<ledger.records.BalanceAfter> toRecords(List<BalanceAfter> balances) {
        return balances.stream().map(Balances::toRecord).toList();
    }

    /** What was left on accounts; throws as {@link #fromRecord} does. */
    public static List<BalanceAfter> fromRecords(List<ledger.records.BalanceAfter> records) {
        return records.stream().map(Balances::fromRecord).toList();
    }

    /** The record of what was left on one account. */
    public static ledger.records.BalanceAfter toRecord(BalanceAfter after) {
        return new ledger.records.BalanceAfter(
                after.accountId().value(),
                after.asset().code(),
                after.asset().scale(),
                Values.decimal(after.balance()),
                Values.decimal(after.reserved()),
                Values.decimalOrNull(after.available()),
                after.version());
    }

    /**
     * What was left on one account.
     *
     * @throws IllegalArgumentException if the record makes no sense
     */
    public static BalanceAfter fromRecord(ledger.records.BalanceAfter after) {
        return new BalanceAfter(
                new AccountId(after.getAccountId()),
                Values.asset(after.getCurrency(), after.getScale()),
                Values.amount(after.getBalanceMinor()),
                Values.amount(after.getReservedMinor()),
                Values.amountOrNull(after.getAvailableMinor()),
                after.getVersion());
    }
}

package ledger.projections.history;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import ledger.language.Amount;
import ledger.language.Asset;
import ledger.projections.StoredIntegers;
import ledger.records.BalanceHistoryDay;
import ledger.records.BalanceHistoryHead;
import ledger.records.BalanceHistoryRecorded;
import ledger.records.BalanceHistoryRow;
import ledger.records.BalanceHistoryShifted;

/** To and from the rows of the store. */
final class HistoryRows {
    private HistoryRows() {}

    static BalanceHistoryRow row(AccountHead head) {
        return new BalanceHistoryRow(new BalanceHistoryHead(
                head.asset().code(), head.asset().scale(), head.version(), StoredIntegers.bytes(head.punctual())));
    }

    static AccountHead head(BalanceHistoryRow row) {
        BalanceHistoryHead head = (BalanceHistoryHead) row.getRow();
        return new AccountHead(
                new Asset(head.getCurrency(), head.getScale()),
                head.getVersion(),
                StoredIntegers.integer(head.getPunctual()));
    }

    static BalanceHistoryRow recorded(Amount balance, BigInteger punctual) {
        return new BalanceHistoryRow(
                new BalanceHistoryRecorded(new BigDecimal(balance.minor()), StoredIntegers.bytes(punctual)));
    }

    static BigInteger balance(BalanceHistoryRow row) {
        return ((BalanceHistoryRecorded) row.getRow()).getBalanceMinor().toBigIntegerExact();
    }

    static BigInteger punctual(BalanceHistoryRow row) {
        return StoredIntegers.integer(((BalanceHistoryRecorded) row.getRow()).getPunctual());
    }

    static BalanceHistoryRow shifted(BigInteger moved, Instant recordedAt) {
        return new BalanceHistoryRow(new BalanceHistoryShifted(new BigDecimal(moved), recordedAt));
    }

    static BigInteger moved(BalanceHistoryRow row) {
        return ((BalanceHistoryShifted) row.getRow()).getAmountMinor().toBigIntegerExact();
    }

    static Instant recordedAt(BalanceHistoryRow row) {
        return ((BalanceHistoryShifted) row.getRow()).getRecordedAt();
    }

    static BalanceHistoryRow day(BigInteger sum) {
        return new BalanceHistoryRow(new BalanceHistoryDay(StoredIntegers.bytes(sum)));
    }

    static BigInteger sumOfDay(BalanceHistoryRow row) {
        return StoredIntegers.integer(((BalanceHistoryDay) row.getRow()).getSum());
    }
}

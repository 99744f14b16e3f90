package ledger.projections.statements;

import java.math.BigDecimal;
import ledger.language.AccountId;
import ledger.language.Amount;
import ledger.language.Asset;
import ledger.language.TransactionId;
import ledger.records.StatementEntry;
import ledger.records.StatementHead;
import ledger.records.StatementRow;

/** Heads and items to and from the rows of the store. */
final class StatementRows {
    private StatementRows() {}

    static StatementRow row(AccountHead head) {
        return new StatementRow(
                new StatementHead(head.asset().code(), head.asset().scale(), head.version()));
    }

    static AccountHead head(StatementRow row) {
        StatementHead head = (StatementHead) row.getRow();
        return new AccountHead(new Asset(head.getCurrency(), head.getScale()), head.getVersion());
    }

    static StatementRow row(StatementItem item) {
        TransactionId transaction = item.transactionId();
        return new StatementRow(new StatementEntry(
                item.version(),
                transaction == null ? null : transaction.value(),
                new BigDecimal(item.amount().minor()),
                new BigDecimal(item.balanceAfter().minor()),
                item.counterparties().stream().map(AccountId::value).toList(),
                item.reference(),
                item.recordedAt(),
                item.effectiveAt()));
    }

    static StatementItem item(StatementRow row) {
        StatementEntry entry = (StatementEntry) row.getRow();
        String transaction = entry.getTransactionId();
        return new StatementItem(
                entry.getVersion(),
                transaction == null ? null : new TransactionId(transaction),
                amount(entry.getAmountMinor()),
                amount(entry.getBalanceAfterMinor()),
                entry.getCounterparties().stream().map(AccountId::new).toList(),
                entry.getReference(),
                entry.getRecordedAt(),
                entry.getEffectiveAt());
    }

    private static Amount amount(BigDecimal minor) {
        return new Amount(minor.toBigIntegerExact());
    }
}

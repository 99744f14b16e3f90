package ledger.codec;

import ledger.language.Transaction;
import ledger.language.Transaction.TransactionStatus;
import ledger.language.TransactionId;

/** Transactions to and from {@link ledger.records.Transaction}: in outcomes and in stores. */
public final class TransactionCodec implements Codec<Transaction, ledger.records.Transaction> {
    /** The codec; it has no state. */
    public static final TransactionCodec INSTANCE = new TransactionCodec();

    private TransactionCodec() {}

    @Override
    public ledger.records.Transaction toRecord(Transaction transaction) {
        return new ledger.records.Transaction(
                transaction.id().value(),
                ledger.records.TransactionStatus.valueOf(transaction.status().name()),
                PostingCodec.toRecords(transaction.postings()),
                transaction.captured().stream().map(Values::decimal).toList(),
                transaction.reference(),
                transaction.metadata(),
                transaction.recordedAt(),
                transaction.effectiveAt(),
                transaction.expiresAt(),
                Values.text(transaction.reverses()),
                Values.text(transaction.reversedBy()));
    }

    @Override
    public Transaction fromRecord(ledger.records.Transaction transaction) {
        return new Transaction(
                new TransactionId(transaction.getTransactionId()),
                TransactionStatus.valueOf(transaction.getStatus().name()),
                PostingCodec.fromRecords(transaction.getPostings()),
                transaction.getCaptured().stream().map(Values::amount).toList(),
                transaction.getReference(),
                transaction.getMetadata(),
                transaction.getRecordedAt(),
                transaction.getEffectiveAt(),
                transaction.getExpiresAt(),
                Values.transactionId(transaction.getReverses()),
                Values.transactionId(transaction.getReversedBy()));
    }
}

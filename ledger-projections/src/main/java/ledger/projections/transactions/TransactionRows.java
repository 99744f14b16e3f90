package ledger.projections.transactions;

import java.math.BigDecimal;
import ledger.codec.Balances;
import ledger.codec.TransactionCodec;
import ledger.language.AccountId;
import ledger.language.Amount;
import ledger.language.CommandOutcome.BalanceAfter;
import ledger.language.TransactionId;
import ledger.projections.TextKeys;
import ledger.projections.transactions.TransactionFold.Home;
import ledger.records.TransactionAccount;
import ledger.records.TransactionHome;
import ledger.records.TransactionRow;
import org.jspecify.annotations.Nullable;

/**
 * Keys and values of the store. A transaction's key is its id and a zero character, which is in no id; those of what it
 * left on other accounts follow, each with the account's id behind. Accounts stand before all of them.
 */
final class TransactionRows {
    private static final char END_OF_ID = '\0';

    private TransactionRows() {}

    static String key(AccountId account) {
        return END_OF_ID + account.value();
    }

    static String key(TransactionId transaction) {
        return transaction.value() + END_OF_ID;
    }

    static String key(TransactionId transaction, AccountId account) {
        return key(transaction) + account.value();
    }

    /** Not before any key of the transaction. */
    static String lastKey(TransactionId transaction) {
        return TextKeys.lastWith(key(transaction));
    }

    static TransactionRow row(AccountHead head) {
        Amount overdraft = head.overdraft();
        return new TransactionRow(
                new TransactionAccount(head.version(), overdraft == null ? null : new BigDecimal(overdraft.minor())));
    }

    static AccountHead head(@Nullable TransactionRow row) {
        if (row == null) {
            return AccountHead.NONE;
        }
        TransactionAccount account = (TransactionAccount) row.getRow();
        BigDecimal overdraft = account.getOverdraftLimitMinor();
        return new AccountHead(
                account.getVersion(), overdraft == null ? null : new Amount(overdraft.toBigIntegerExact()));
    }

    static TransactionRow row(Home home, BalanceAfter left) {
        return new TransactionRow(new TransactionHome(
                TransactionCodec.INSTANCE.toRecord(home.transaction()), home.underWay(), Balances.toRecord(left)));
    }

    static Home home(TransactionHome home) {
        return new Home(TransactionCodec.INSTANCE.fromRecord(home.getTransaction()), home.getUnderWay());
    }

    static BalanceAfter left(TransactionHome home) {
        return Balances.fromRecord(home.getHome());
    }

    static TransactionRow row(BalanceAfter left) {
        return new TransactionRow(Balances.toRecord(left));
    }
}

package ledger.projections.transactions;

import java.util.List;
import ledger.language.CommandOutcome.BalanceAfter;
import ledger.language.Transaction;

/**
 * A transaction as it stands.
 *
 * @param balances what its last event on each account left there, in the order of the postings; an account whose part has
 *     not arrived yet is absent
 */
public record TransactionView(Transaction transaction, List<BalanceAfter> balances) {
    public TransactionView {
        balances = List.copyOf(balances);
    }
}

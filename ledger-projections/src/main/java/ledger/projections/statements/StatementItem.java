package ledger.projections.statements;

import java.time.Instant;
import java.util.List;
import ledger.language.AccountId;
import ledger.language.Amount;
import ledger.language.TransactionId;
import org.jspecify.annotations.Nullable;

/**
 * A movement of an account's posted balance.
 *
 * @param version the account's, whose event this was
 * @param amount what the balance changed by: positive into the account, never zero
 * @param balanceAfter the running balance
 * @param counterparties the accounts on the other side, each once, in the order of the postings
 * @param recordedAt when it was decided; never before that of a lower version
 * @param effectiveAt when it counts for the client
 */
public record StatementItem(
        long version,
        @Nullable TransactionId transactionId,
        Amount amount,
        Amount balanceAfter,
        List<AccountId> counterparties,
        @Nullable String reference,
        Instant recordedAt,
        Instant effectiveAt) {
    public StatementItem {
        counterparties = List.copyOf(counterparties);
    }
}

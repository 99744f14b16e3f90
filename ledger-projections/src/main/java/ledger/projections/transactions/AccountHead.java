package ledger.projections.transactions;

import ledger.language.AccountChange.AccountClosed;
import ledger.language.AccountChange.AccountFrozen;
import ledger.language.AccountChange.AccountOpened;
import ledger.language.AccountChange.AccountUnfrozen;
import ledger.language.AccountChange.AccountUpdated;
import ledger.language.AccountChange.FundsCaptured;
import ledger.language.AccountChange.FundsDeposited;
import ledger.language.AccountChange.FundsReleased;
import ledger.language.AccountChange.FundsReserved;
import ledger.language.AccountChange.FundsWithdrawn;
import ledger.language.AccountChange.TransactionPosted;
import ledger.language.AccountChange.TransactionReversed;
import ledger.language.AccountEvent;
import ledger.language.Amount;
import ledger.language.CommandOutcome.BalanceAfter;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an account beside its transactions.
 *
 * @param version the last one seen
 * @param overdraft its limit; {@code null}: unlimited
 */
record AccountHead(long version, @Nullable Amount overdraft) {
    /** Before the first event. When its opening is missing, the limit is taken for zero until it is next updated. */
    static final AccountHead NONE = new AccountHead(0, Amount.ZERO);

    AccountHead after(AccountEvent event) {
        return switch (event.change()) {
            case AccountOpened opened ->
                new AccountHead(event.version(), opened.limits().overdraft());
            case AccountUpdated updated ->
                new AccountHead(event.version(), updated.limits().overdraft());
            case AccountFrozen _,
                    AccountUnfrozen _,
                    AccountClosed _,
                    FundsDeposited _,
                    FundsWithdrawn _,
                    TransactionPosted _,
                    FundsReserved _,
                    FundsCaptured _,
                    FundsReleased _,
                    TransactionReversed _ -> new AccountHead(event.version(), overdraft);
        };
    }

    /** What an event, the account's last one, left on it. */
    BalanceAfter left(AccountEvent event) {
        Amount available = overdraft == null
                ? null
                : event.balance().minus(event.reserved()).plus(overdraft);
        return new BalanceAfter(
                event.accountId(), event.asset(), event.balance(), event.reserved(), available, event.version());
    }
}

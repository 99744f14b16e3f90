package ledger.projections.statements;

import java.util.Optional;
import ledger.language.AccountChange;
import ledger.language.AccountChange.AccountClosed;
import ledger.language.AccountChange.AccountFrozen;
import ledger.language.AccountChange.AccountOpened;
import ledger.language.AccountChange.AccountUnfrozen;
import ledger.language.AccountChange.AccountUpdated;
import ledger.language.AccountChange.Entry;
import ledger.language.AccountChange.FundsCaptured;
import ledger.language.AccountChange.FundsDeposited;
import ledger.language.AccountChange.FundsReleased;
import ledger.language.AccountChange.FundsReserved;
import ledger.language.AccountChange.FundsWithdrawn;
import ledger.language.AccountChange.TransactionPosted;
import ledger.language.AccountChange.TransactionReversed;
import ledger.language.AccountEvent;
import ledger.language.Amount;
import ledger.projections.Movements;
import org.jspecify.annotations.Nullable;

/** What an event adds to a statement. Pure. */
final class StatementFold {
    private StatementFold() {}

    /** What is known of the account after an event. */
    static AccountHead head(AccountEvent event) {
        return new AccountHead(event.asset(), event.version());
    }

    /** The movement of the posted balance, empty if the event moved none: a hold, or entries that cancel out. */
    static Optional<StatementItem> item(AccountEvent event) {
        Amount moved = new Amount(Movements.net(event.change()));
        if (moved.isZero()) {
            return Optional.empty();
        }
        return Optional.of(new StatementItem(
                event.version(),
                event.transactionId(),
                moved,
                event.balance(),
                Movements.entries(event.change()).stream()
                        .map(Entry::counterparty)
                        .distinct()
                        .toList(),
                reference(event.change()),
                event.recordedAt(),
                event.effectiveAt()));
    }

    private static @Nullable String reference(AccountChange change) {
        return switch (change) {
            case FundsDeposited deposited -> deposited.reference();
            case FundsWithdrawn withdrawn -> withdrawn.reference();
            case TransactionPosted posted -> posted.reference();
            case FundsCaptured captured -> captured.reference();
            case TransactionReversed reversed -> reversed.reference();
            case AccountOpened _,
                    AccountUpdated _,
                    AccountFrozen _,
                    AccountUnfrozen _,
                    AccountClosed _,
                    FundsReserved _,
                    FundsReleased _ -> null;
        };
    }
}

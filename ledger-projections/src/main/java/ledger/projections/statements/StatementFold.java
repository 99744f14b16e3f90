package ledger.projections.statements;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
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
import ledger.language.AccountId;
import ledger.language.Amount;
import org.jspecify.annotations.Nullable;

/** What an event adds to a statement. Pure. */
final class StatementFold {
    private static final List<AccountId> WORLD = List.of(AccountId.WORLD);

    private StatementFold() {}

    /** What is known of the account after an event. */
    static AccountHead head(AccountEvent event) {
        return new AccountHead(event.asset(), event.version());
    }

    /** The movement of the posted balance, empty if the event moved none: a hold, or entries that cancel out. */
    static Optional<StatementItem> item(AccountEvent event) {
        return switch (event.change()) {
            case FundsDeposited deposited -> item(event, deposited.amount(), WORLD, deposited.reference());
            case FundsWithdrawn withdrawn -> item(event, withdrawn.amount().negated(), WORLD, withdrawn.reference());
            case TransactionPosted posted -> item(event, posted.entries(), posted.reference());
            case FundsCaptured captured -> item(event, captured.entries(), captured.reference());
            case TransactionReversed reversed -> item(event, reversed.entries(), reversed.reference());
            case AccountOpened _,
                    AccountUpdated _,
                    AccountFrozen _,
                    AccountUnfrozen _,
                    AccountClosed _,
                    FundsReserved _,
                    FundsReleased _ -> Optional.empty();
        };
    }

    private static Optional<StatementItem> item(AccountEvent event, List<Entry> entries, @Nullable String reference) {
        // Not as amounts: a partial sum may be out of their range although the whole is not.
        BigInteger net = entries.stream().map(entry -> entry.amount().minor()).reduce(BigInteger.ZERO, BigInteger::add);
        List<AccountId> counterparties =
                entries.stream().map(Entry::counterparty).distinct().toList();
        return item(event, new Amount(net), counterparties, reference);
    }

    private static Optional<StatementItem> item(
            AccountEvent event, Amount amount, List<AccountId> counterparties, @Nullable String reference) {
        if (amount.isZero()) {
            return Optional.empty();
        }
        return Optional.of(new StatementItem(
                event.version(),
                event.transactionId(),
                amount,
                event.balance(),
                counterparties,
                reference,
                event.recordedAt(),
                event.effectiveAt()));
    }
}

package ledger.projections;

import java.math.BigInteger;
import java.util.List;
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
import ledger.language.AccountId;

/** What a change moves of an account's posted balance. Holds move nothing until they are captured. */
public final class Movements {
    private Movements() {}

    /** The entries, in the order of the postings; empty where the change is none of money, or moves none yet. */
    public static List<Entry> entries(AccountChange change) {
        return switch (change) {
            case FundsDeposited deposited -> List.of(new Entry(AccountId.WORLD, deposited.amount()));
            case FundsWithdrawn withdrawn ->
                List.of(new Entry(AccountId.WORLD, withdrawn.amount().negated()));
            case TransactionPosted posted -> posted.entries();
            case FundsCaptured captured -> captured.entries();
            case TransactionReversed reversed -> reversed.entries();
            case AccountOpened _,
                    AccountUpdated _,
                    AccountFrozen _,
                    AccountUnfrozen _,
                    AccountClosed _,
                    FundsReserved _,
                    FundsReleased _ -> List.of();
        };
    }

    /** The sum of the entries in minor units: what the balance changed by, zero where it did not. */
    public static BigInteger net(AccountChange change) {
        // Not as amounts: a partial sum may be out of their range although the whole is not.
        return entries(change).stream().map(entry -> entry.amount().minor()).reduce(BigInteger.ZERO, BigInteger::add);
    }
}

package ledger.commands.domain;

import static ledger.language.RejectionReason.ACCOUNT_FROZEN;
import static ledger.language.RejectionReason.AMOUNT_OVERFLOW;
import static ledger.language.RejectionReason.BALANCE_LIMIT_EXCEEDED;
import static ledger.language.RejectionReason.CURRENCY_MISMATCH;
import static ledger.language.RejectionReason.INSUFFICIENT_FUNDS;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import ledger.commands.domain.AccountDecider.Change;
import ledger.language.Account;
import ledger.language.AccountChange;
import ledger.language.AccountChange.FundsDeposited;
import ledger.language.AccountChange.FundsWithdrawn;
import ledger.language.AccountEvent;
import ledger.language.AccountId;
import ledger.language.AccountStatus;
import ledger.language.Amount;
import ledger.language.Asset;
import ledger.language.CommandOutcome.BalanceAfter;
import ledger.language.CommandOutcome.TransactionResult;
import ledger.language.Instruction.DepositFunds;
import ledger.language.Instruction.Particulars;
import ledger.language.Instruction.WithdrawFunds;
import ledger.language.Posting;
import ledger.language.Rejection;
import ledger.language.Transaction;
import ledger.language.Transaction.TransactionStatus;
import ledger.language.TransactionId;
import org.jspecify.annotations.Nullable;

/** Money between one account and the world outside. */
final class FundsDecider {
    private FundsDecider() {}

    static Decision deposit(Change change, DepositFunds deposit) {
        Account account = change.account();
        Rejection refused = refuseMovement(account, deposit.asset());
        if (refused != null) {
            return AccountDecider.rejected(account, refused);
        }
        BigInteger balance = account.balance().minor().add(deposit.amount().minor());
        Amount maxBalance = account.limits().maxBalance();
        if (maxBalance != null && balance.add(account.incoming().minor()).compareTo(maxBalance.minor()) > 0) {
            return AccountDecider.rejected(
                    account,
                    Rejection.because(BALANCE_LIMIT_EXCEEDED)
                            .with("balance", account.asset().format(account.balance()))
                            .with("incoming", account.asset().format(account.incoming()))
                            .with("requested", account.asset().format(deposit.amount()))
                            .with("maxBalance", account.asset().format(maxBalance)));
        }
        return posted(
                change,
                new Posting(AccountId.WORLD, account.id(), deposit.amount(), account.asset()),
                balance,
                deposit.particulars(),
                new FundsDeposited(
                        deposit.amount(),
                        deposit.particulars().reference(),
                        deposit.particulars().metadata()));
    }

    static Decision withdraw(Change change, WithdrawFunds withdraw) {
        Account account = change.account();
        Rejection refused = refuseMovement(account, withdraw.asset());
        if (refused != null) {
            return AccountDecider.rejected(account, refused);
        }
        Amount available = account.available();
        if (available != null && available.compareTo(withdraw.amount()) < 0) {
            return AccountDecider.rejected(
                    account,
                    Rejection.because(INSUFFICIENT_FUNDS)
                            .with("available", account.asset().format(available))
                            .with("requested", account.asset().format(withdraw.amount())));
        }
        return posted(
                change,
                new Posting(account.id(), AccountId.WORLD, withdraw.amount(), account.asset()),
                account.balance().minor().subtract(withdraw.amount().minor()),
                withdraw.particulars(),
                new FundsWithdrawn(
                        withdraw.amount(),
                        withdraw.particulars().reference(),
                        withdraw.particulars().metadata()));
    }

    private static Decision posted(
            Change change, Posting posting, BigInteger balance, Particulars particulars, AccountChange posted) {
        Account account = change.account();
        if (!BalanceRange.holds(
                balance, account.reserved().minor(), account.incoming().minor(), account.limits())) {
            return AccountDecider.rejected(account, Rejection.because(AMOUNT_OVERFLOW));
        }
        // From here on nothing can fail.
        TransactionId transactionId = TransactionId.of(change.command().id());
        Instant recordedAt = change.recordedAt();
        Instant effectiveAt = particulars.effectiveAt() == null ? recordedAt : particulars.effectiveAt();
        AccountEvent event = new AccountEvent(
                account.id(),
                account.version() + 1,
                transactionId,
                change.command().id(),
                account.asset(),
                new Amount(balance),
                account.reserved(),
                account.incoming(),
                account.reservations(),
                recordedAt,
                effectiveAt,
                posted);
        Transaction transaction = new Transaction(
                transactionId,
                TransactionStatus.POSTED,
                List.of(posting),
                List.of(),
                particulars.reference(),
                particulars.metadata(),
                recordedAt,
                effectiveAt,
                null,
                null,
                null);
        TransactionResult result =
                new TransactionResult(transaction, List.of(BalanceAfter.of(AccountEvolver.evolve(account, event))));
        return new Decision(List.of(event), result);
    }

    private static @Nullable Rejection refuseMovement(Account account, Asset requested) {
        if (account.status() == AccountStatus.FROZEN) {
            return Rejection.because(ACCOUNT_FROZEN);
        }
        if (!requested.equals(account.asset())) {
            return Rejection.because(CURRENCY_MISMATCH)
                    .with("currency", account.asset().code())
                    .with("requested", requested.code());
        }
        return null;
    }
}

package ledger.commands.domain;

import static ledger.language.RejectionReason.ACCOUNT_CLOSED;
import static ledger.language.RejectionReason.ACCOUNT_EXISTS;
import static ledger.language.RejectionReason.ACCOUNT_NOT_EMPTY;
import static ledger.language.RejectionReason.ACCOUNT_NOT_FOUND;
import static ledger.language.RejectionReason.VERSION_MISMATCH;

import java.time.Instant;
import java.util.List;
import ledger.language.Account;
import ledger.language.AccountChange;
import ledger.language.AccountChange.AccountClosed;
import ledger.language.AccountChange.AccountFrozen;
import ledger.language.AccountChange.AccountOpened;
import ledger.language.AccountChange.AccountUnfrozen;
import ledger.language.AccountEvent;
import ledger.language.AccountStatus;
import ledger.language.Amount;
import ledger.language.Command;
import ledger.language.CommandOutcome.AccountResult;
import ledger.language.Instruction.CloseAccount;
import ledger.language.Instruction.DepositFunds;
import ledger.language.Instruction.FreezeAccount;
import ledger.language.Instruction.OpenAccount;
import ledger.language.Instruction.PostTransaction;
import ledger.language.Instruction.TransactionChange;
import ledger.language.Instruction.UnfreezeAccount;
import ledger.language.Instruction.UpdateAccount;
import ledger.language.Instruction.WithdrawFunds;
import ledger.language.Rejection;
import org.jspecify.annotations.Nullable;

/**
 * What a command does to its account. Everything is checked, in the order of {@link ledger.language.RejectionReason},
 * before anything is decided.
 */
public final class AccountDecider {
    private AccountDecider() {}

    /**
     * Decides a command that was not decided before.
     *
     * @param account as it stands; {@code null} where there is none
     * @param time of the decision, to the millisecond
     * @throws IllegalArgumentException if the instruction is about a transaction: those are decided by
     *     {@link ledger.commands.domain.transactions.TransactionDecider}
     */
    public static Decision decide(@Nullable Account account, Command command, Instant time) {
        if (command.instruction() instanceof OpenAccount open) {
            return open(account, command, open, time);
        }
        if (account == null) {
            return Decision.unchanged(Rejection.because(ACCOUNT_NOT_FOUND)
                    .with("accountId", command.accountId().value()));
        }
        Long expected = command.expectedVersion();
        if (expected != null && expected != account.version()) {
            return rejected(account, Rejection.because(VERSION_MISMATCH).with("expectedVersion", expected));
        }
        if (account.status() == AccountStatus.CLOSED) {
            return rejected(account, Rejection.because(ACCOUNT_CLOSED));
        }
        Change change = new Change(account, command, time);
        return switch (command.instruction()) {
            case OpenAccount _ -> throw new IllegalStateException("handled above");
            case UpdateAccount update -> PolicyDecider.update(change, update);
            case FreezeAccount() ->
                account.status() == AccountStatus.FROZEN ? change.none() : change.to(new AccountFrozen());
            case UnfreezeAccount() ->
                account.status() == AccountStatus.OPEN ? change.none() : change.to(new AccountUnfrozen());
            case CloseAccount() -> close(change);
            case DepositFunds deposit -> FundsDecider.deposit(change, deposit);
            case WithdrawFunds withdraw -> FundsDecider.withdraw(change, withdraw);
            case PostTransaction _, TransactionChange _ ->
                throw new IllegalArgumentException(
                        "not about one account: " + command.instruction().kind());
        };
    }

    private static Decision open(@Nullable Account account, Command command, OpenAccount open, Instant time) {
        if (account != null) {
            return rejected(account, Rejection.because(ACCOUNT_EXISTS));
        }
        Long expected = command.expectedVersion();
        if (expected != null) {
            return Decision.unchanged(Rejection.because(VERSION_MISMATCH)
                    .with("accountId", command.accountId().value())
                    .with("expectedVersion", expected));
        }
        AccountEvent opened = new AccountEvent(
                command.accountId(),
                1,
                null,
                command.id(),
                open.asset(),
                Amount.ZERO,
                Amount.ZERO,
                Amount.ZERO,
                0,
                time,
                time,
                new AccountOpened(open.limits(), open.metadata()));
        return new Decision(List.of(opened), new AccountResult(AccountEvolver.evolve(null, opened)));
    }

    private static Decision close(Change change) {
        Account account = change.account();
        if (!account.balance().isZero() || account.reservations() > 0) {
            return rejected(
                    account,
                    Rejection.because(ACCOUNT_NOT_EMPTY)
                            .with("balance", account.asset().format(account.balance()))
                            .with("reserved", account.asset().format(account.reserved()))
                            .with("incoming", account.asset().format(account.incoming())));
        }
        return change.to(new AccountClosed());
    }

    /** Every rejection of an account that exists says which one and in which version it was. */
    static Decision rejected(Account account, Rejection rejection) {
        return Decision.unchanged(
                rejection.with("accountId", account.id().value()).with("version", account.version()));
    }

    /** The next change of an account: what every event of it has in common. */
    record Change(Account account, Command command, Instant time) {
        /** It is so already. */
        Decision none() {
            return Decision.unchanged(new AccountResult(account));
        }

        /** A change without a transaction, which counts when it is recorded. */
        Decision to(AccountChange change) {
            Instant recordedAt = recordedAt();
            AccountEvent event = new AccountEvent(
                    account.id(),
                    account.version() + 1,
                    null,
                    command.id(),
                    account.asset(),
                    account.balance(),
                    account.reserved(),
                    account.incoming(),
                    account.reservations(),
                    recordedAt,
                    recordedAt,
                    change);
            return new Decision(List.of(event), new AccountResult(AccountEvolver.evolve(account, event)));
        }

        Instant recordedAt() {
            return account.nextRecordedAt(time);
        }
    }
}

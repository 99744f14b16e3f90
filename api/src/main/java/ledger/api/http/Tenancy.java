package ledger.api.http;

import static ledger.api.problems.ProblemCode.FORBIDDEN;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import ledger.api.auth.Caller;
import ledger.api.commands.CommandRequest;
import ledger.api.problems.Problem;
import ledger.api.problems.ProblemCode;
import ledger.language.AccountId;
import ledger.language.CommandOutcome;
import ledger.language.CommandOutcome.AccountResult;
import ledger.language.CommandOutcome.BalanceAfter;
import ledger.language.CommandOutcome.TransactionResult;
import ledger.language.Instruction.PostTransaction;
import ledger.language.Posting;
import ledger.language.Rejection;
import ledger.language.Transaction;
import ledger.language.TransactionId;

/**
 * Keeps callers who are confined to some accounts to them: what they send and what they are answered must be of these
 * accounts only, all of them. {@link AccountId#WORLD} is everybody's.
 */
final class Tenancy {
    private final Transactions transactions;

    /** Transactions as the read model has them. */
    interface Transactions {
        /** The transaction; waits so long for what this instance has told a client of. */
        Optional<Transaction> find(TransactionId id, Duration wait);
    }

    Tenancy(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Lets a command through whose accounts are all the caller's own. What it names a transaction by must be known to the
     * read model already.
     *
     * @param wait how long that is waited for
     * @throws ledger.api.problems.ProblemException {@code FORBIDDEN}, or {@code TRANSACTION_NOT_FOUND}
     */
    void require(Caller caller, CommandRequest command, Supplier<Duration> wait) {
        if (!caller.isConfined()) {
            return;
        }
        if (command.account() != null) {
            requireAll(caller, List.of(command.account()));
        } else if (command.instruction() instanceof PostTransaction transaction) {
            requireAll(caller, Posting.accounts(transaction.postings()));
        } else {
            TransactionId named = command.instruction().namedTransaction();
            if (named == null) {
                throw forbidden("The token is confined to some accounts, and this names none.");
            }
            requireAll(
                    caller,
                    transactions
                            .find(named, wait.get())
                            .orElseThrow(() -> notFound(named))
                            .accounts());
        }
    }

    /** Lets a transaction be seen whose accounts are all the caller's own. */
    static void requireTransaction(Caller caller, Transaction transaction) {
        requireAll(caller, transaction.accounts());
    }

    /** Lets an outcome be seen that tells of the caller's own accounts only. */
    static void requireOutcome(Caller caller, CommandOutcome outcome) {
        List<AccountId> accounts = new ArrayList<>();
        switch (outcome.result()) {
            case AccountResult(var account) -> accounts.add(account.id());
            case TransactionResult(Transaction transaction, List<BalanceAfter> balances) -> {
                accounts.addAll(transaction.accounts());
                balances.forEach(after -> accounts.add(after.accountId()));
            }
            case Rejection rejection -> {
                accounts.add(outcome.accountId());
                accounts.addAll(named(rejection.details()));
            }
        }
        requireAll(caller, accounts);
    }

    private static List<AccountId> named(Map<String, ?> details) {
        Object account = details.get("accountId");
        return account == null ? List.of() : List.of(new AccountId(account.toString()));
    }

    /** Lets an account be named that is the caller's own. */
    static void requireAccount(Caller caller, AccountId account) {
        requireAll(caller, List.of(account));
    }

    private static void requireAll(Caller caller, Collection<AccountId> accounts) {
        for (AccountId account : accounts) {
            if (!caller.owns(account)) {
                throw notTheirs();
            }
        }
    }

    static RuntimeException notTheirs() {
        // The id is not told where the caller did not name it: who else took part is none of their business.
        return forbidden("The token is confined to some accounts, and not all of these are among them.");
    }

    static RuntimeException forbidden(String detail) {
        return Problem.of(FORBIDDEN, detail).asException();
    }

    static RuntimeException notFound(TransactionId id) {
        return Problem.of(ProblemCode.TRANSACTION_NOT_FOUND, "Transaction " + id + " does not exist.")
                .with("transactionId", id.value())
                .asException();
    }
}

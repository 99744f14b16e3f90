package ledger.simulation;

import static ledger.simulation.Violation.unless;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import ledger.language.Account;
import ledger.language.AccountChange.Entry;
import ledger.language.AccountId;
import ledger.language.AccountStatus;
import ledger.language.Amount;
import ledger.language.Command;
import ledger.language.CommandOutcome;
import ledger.language.Instruction;
import ledger.language.Instruction.CaptureTransaction;
import ledger.language.Instruction.DepositFunds;
import ledger.language.Instruction.PostTransaction;
import ledger.language.Instruction.WithdrawFunds;
import ledger.language.Posting;
import ledger.language.Rejection;
import ledger.language.TransactionId;
import ledger.simulation.SentCommands.Sent;
import org.jspecify.annotations.Nullable;

/** That the reason of a rejection was there when the command was decided, as far as it can be seen from outside. */
final class AuditedRejections {
    private final Map<AccountId, AuditedAccount> accounts;
    private final AuditedTransactions transactions;
    private final AuditedAnswers answers;

    AuditedRejections(
            Map<AccountId, AuditedAccount> accounts, AuditedTransactions transactions, AuditedAnswers answers) {
        this.accounts = accounts;
        this.transactions = transactions;
        this.answers = answers;
    }

    void check(Sent sent, CommandOutcome outcome, Rejection rejection) {
        Command command = sent.command();
        TransactionId named = command.instruction().namedTransaction();
        Account account = account(rejection);
        boolean held = switch (rejection.reason()) {
            case IDEMPOTENCY_KEY_REUSED, INVALID_REQUEST -> command.instruction() instanceof CaptureTransaction;
            case ACCOUNT_EXISTS -> accounts.containsKey(command.accountId());
            case ACCOUNT_NOT_FOUND -> touched(command).stream().anyMatch(id -> !wasKnown(id, sent));
            case TRANSACTION_NOT_FOUND -> named != null && !wasMade(named, sent);
            case VERSION_MISMATCH ->
                command.expectedVersion() != null
                        && (account == null || account.version() != command.expectedVersion());
            case ACCOUNT_CLOSED -> account == null || account.status() == AccountStatus.CLOSED;
            case ACCOUNT_FROZEN -> account == null || account.status() == AccountStatus.FROZEN;
            case SAME_ACCOUNT ->
                postings(command).stream().anyMatch(posting -> posting.from().equals(posting.to()));
            case TRANSACTION_NOT_PENDING -> named != null && !isOpen(named, command, sent);
            case TRANSACTION_EXPIRED -> named != null && isExpired(named, command, outcome);
            case AMOUNT_EXCEEDS_PENDING ->
                command.instruction() instanceof CaptureTransaction capture && isTooMuch(capture, command);
            case ACCOUNT_NOT_EMPTY -> account == null || !account.balance().isZero() || account.reservations() > 0;
            case INSUFFICIENT_FUNDS -> account == null || lacks(account, command);
            case BALANCE_LIMIT_EXCEEDED -> account == null || overflows(account, command);
            case ALREADY_REVERSED -> command.instruction() instanceof Instruction.ReverseTransaction;
            case CURRENCY_MISMATCH, AMOUNT_OVERFLOW -> true;
        };
        unless(held, Check.ANSWERS, "there was no reason: %s of %s", outcome, sent);
    }

    /** The account that is told of, as it was told of. */
    private @Nullable Account account(Rejection rejection) {
        if (rejection.details().get("accountId") instanceof String id
                && rejection.details().get("version") instanceof Long version) {
            AuditedAccount audited = accounts.get(new AccountId(id));
            Account then = audited == null ? null : audited.at(version);
            unless(then != null, Check.ANSWERS, "%s was never at %s: %s", id, version, rejection);
            return then;
        }
        return null;
    }

    private List<AccountId> touched(Command command) {
        TransactionId named = command.instruction().namedTransaction();
        AuditedTransaction transaction = transactions.find(named);
        return transaction != null
                ? List.copyOf(transaction.accounts())
                : command.instruction() instanceof PostTransaction made
                        ? Posting.accounts(made.postings())
                        : List.of(command.accountId());
    }

    /** Whether everybody could know of the account when the command was sent. */
    private boolean wasKnown(AccountId id, Sent sent) {
        AuditedAccount account = accounts.get(id);
        return account != null && account.openedInStep() <= sent.inStep();
    }

    private boolean wasMade(TransactionId transaction, Sent sent) {
        AuditedTransaction made = transactions.find(transaction);
        Integer step = made == null ? null : answers.acceptedInStep(made.madeBy());
        return step != null && step <= sent.inStep();
    }

    /** Whether what is named is surely pending: it was when the command was sent, and its home has not ended it since. */
    private boolean isOpen(TransactionId transaction, Command command, Sent sent) {
        AuditedTransaction made = transactions.find(transaction);
        return made != null
                && made.isHold()
                && wasMade(transaction, sent)
                && !(command.instruction() instanceof Instruction.ReverseTransaction)
                && made.accounts().stream().filter(command.accountId()::equals).noneMatch(made::hasEnded);
    }

    /** It has expired before the command was sent, or before its turn came. */
    private boolean isExpired(TransactionId transaction, Command command, CommandOutcome outcome) {
        AuditedTransaction made = transactions.find(transaction);
        Instant expiresAt = made == null ? null : made.expiresAt();
        return made != null
                && expiresAt != null
                && (!expiresAt.isAfter(outcome.decidedAt())
                        || made.accounts().stream().anyMatch(made::hasEnded)
                        || !made.accounts().contains(command.accountId()));
    }

    private boolean isTooMuch(CaptureTransaction capture, Command command) {
        AuditedTransaction made = transactions.find(capture.transactionId());
        if (made == null || capture.amount() == null || !made.accounts().contains(command.accountId())) {
            return false;
        }
        BigInteger left = made.remaining(command.accountId());
        return made.postings()
                        .getFirst()
                        .asset()
                        .fromMajor(capture.amount())
                        .minor()
                        .compareTo(left)
                > 0;
    }

    private static List<Posting> postings(Command command) {
        return command.instruction() instanceof PostTransaction transaction ? transaction.postings() : List.of();
    }

    /** Whether some step of the command would have taken more than there was available. */
    private static boolean lacks(Account account, Command command) {
        BigInteger available =
                account.balance().minor().subtract(account.reserved().minor());
        Amount overdraft = account.limits().overdraft();
        BigInteger floor = overdraft == null ? null : overdraft.minor().negate();
        return switch (command.instruction()) {
            case WithdrawFunds withdraw ->
                floor != null && available.subtract(withdraw.amount().minor()).compareTo(floor) < 0;
            case PostTransaction transaction -> {
                BigInteger running = available;
                boolean below = false;
                for (Entry entry : AuditedTransaction.legs(transaction.postings(), account.id())) {
                    running = running.add(entry.amount().minor());
                    below |= floor != null && entry.amount().isNegative() && running.compareTo(floor) < 0;
                }
                yield below;
            }
            case Instruction.UpdateAccount update -> update.overdraftLimit() != null;
            case Instruction.ReverseTransaction reverse -> floor != null;
            default -> false;
        };
    }

    /** Whether some step of the command would have brought more than the account may hold. */
    private static boolean overflows(Account account, Command command) {
        BigInteger filled = account.balance().minor().add(account.incoming().minor());
        Amount maximum = account.limits().maxBalance();
        return switch (command.instruction()) {
            case DepositFunds deposit ->
                maximum != null && filled.add(deposit.amount().minor()).compareTo(maximum.minor()) > 0;
            case PostTransaction transaction -> {
                BigInteger running = filled;
                boolean above = false;
                for (Entry entry : AuditedTransaction.legs(transaction.postings(), account.id())) {
                    running = running.add(entry.amount().minor());
                    above |= maximum != null && entry.amount().isPositive() && running.compareTo(maximum.minor()) > 0;
                }
                yield above;
            }
            case Instruction.UpdateAccount update -> update.maxBalance() != null;
            case Instruction.ReverseTransaction reverse -> maximum != null;
            default -> false;
        };
    }
}

package ledger.simulation;

import static java.util.Objects.requireNonNull;
import static ledger.simulation.Violation.unless;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import ledger.language.Account;
import ledger.language.AccountId;
import ledger.language.Amount;
import ledger.language.Command;
import ledger.language.CommandOutcome;
import ledger.language.Instruction;
import ledger.language.Instruction.CaptureTransaction;
import ledger.language.Instruction.DepositFunds;
import ledger.language.Instruction.PostTransaction;
import ledger.language.Instruction.ReverseTransaction;
import ledger.language.Instruction.WithdrawFunds;
import ledger.language.Posting;
import ledger.language.Rejection;
import ledger.language.RejectionReason;
import ledger.language.Transaction.TransactionStatus;
import ledger.language.TransactionId;
import ledger.simulation.SentCommands.Sent;
import org.jspecify.annotations.Nullable;

/**
 * That the reason of a rejection was there when the command was decided, and that none that comes before it was, as far as
 * it can be seen from outside.
 */
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
        Account account = account(sent, rejection);
        boolean held = switch (rejection.reason()) {
            case IDEMPOTENCY_KEY_REUSED, OVERLOADED -> false;
            case INVALID_REQUEST -> isMalformed(command, account);
            case ACCOUNT_EXISTS -> command.instruction() instanceof Instruction.OpenAccount && account != null;
            case ACCOUNT_NOT_FOUND ->
                touched(command).stream()
                        .filter(id -> id.value().equals(rejection.details().get("accountId")))
                        .anyMatch(id -> version(id, sent) == 0);
            case TRANSACTION_NOT_FOUND -> named != null && !wasMade(named, sent);
            case VERSION_MISMATCH ->
                command.expectedVersion() != null
                        && (account == null
                                ? command.instruction() instanceof Instruction.OpenAccount
                                : account.version() != command.expectedVersion());
            case SAME_ACCOUNT ->
                postings(command).stream().anyMatch(posting -> posting.from().equals(posting.to()));
            case TRANSACTION_NOT_PENDING -> named != null && isOver(named, sent);
            case TRANSACTION_EXPIRED -> named != null && isExpired(named, outcome, command);
            case ALREADY_REVERSED ->
                command.instruction() instanceof ReverseTransaction reverse
                        && known(reverse.transactionId()).reversedBy() != null;
            case AMOUNT_EXCEEDS_PENDING -> command.instruction() instanceof CaptureTransaction c && isTooMuch(c);
            case ACCOUNT_CLOSED,
                    ACCOUNT_FROZEN,
                    CURRENCY_MISMATCH,
                    ACCOUNT_NOT_EMPTY,
                    INSUFFICIENT_FUNDS,
                    BALANCE_LIMIT_EXCEEDED,
                    AMOUNT_OVERFLOW -> account != null;
        };
        unless(held, Check.ANSWERS, "there was no reason: %s of %s", outcome, sent);
        if (account != null) {
            checkOrder(account, command, rejection);
        }
        RejectionReason before = ofTransaction(sent);
        boolean unknown = named == null
                && !(command.instruction() instanceof Instruction.OpenAccount)
                && touched(command).stream().anyMatch(id -> !accounts.containsKey(id));
        boolean same =
                postings(command).stream().anyMatch(posting -> posting.from().equals(posting.to()));
        unless(
                !(unknown && AuditedRules.isBefore(RejectionReason.ACCOUNT_NOT_FOUND, rejection.reason()))
                        && !(same && AuditedRules.isBefore(RejectionReason.SAME_ACCOUNT, rejection.reason()))
                        && (before == null || !AuditedRules.isBefore(before, rejection.reason())),
                Check.ANSWERS,
                "another reason comes first: %s of %s",
                outcome,
                sent);
    }

    /** The last reason that can be told, because the transaction was over before the command was sent; {@code null}: any. */
    private @Nullable RejectionReason ofTransaction(Sent sent) {
        AuditedTransaction named =
                transactions.find(sent.command().instruction().namedTransaction());
        if (named == null || !wasMade(named)) {
            return null;
        }
        if (!(sent.command().instruction() instanceof ReverseTransaction)) {
            return named.hadEndedIn(sent.inStep()) ? RejectionReason.TRANSACTION_EXPIRED : null;
        }
        Integer reversed = named.reversedBy() == null ? null : answers.acceptedInStep(named.reversedBy());
        return reversed != null && reversed <= sent.inStep() ? RejectionReason.ALREADY_REVERSED : null;
    }

    private boolean wasMade(AuditedTransaction transaction) {
        return answers.acceptedInStep(transaction.madeBy()) != null;
    }

    /** Of the account that is told of, as it was told of, no reason comes before the one that is given. */
    private void checkOrder(Account account, Command command, Rejection rejection) {
        Long expected = command.expectedVersion();
        boolean mismatch =
                expected != null && command.accountId().equals(account.id()) && expected != account.version();
        List<Posting> postings = postings(command);
        Map<RejectionReason, Integer> against = AuditedRules.against(account, postings, reserves(command));
        RejectionReason first = mismatch
                ? RejectionReason.VERSION_MISMATCH
                : postings.isEmpty()
                        ? ofInstruction(account, command.instruction())
                        : AuditedRules.first(against.keySet());
        unless(
                rejection.reason() == RejectionReason.ACCOUNT_EXISTS || first == rejection.reason(),
                Check.ANSWERS,
                "%s holds: %s of %s for %s",
                first,
                rejection,
                account,
                command);
        Integer index = against.get(rejection.reason());
        if (rejection.details().get("posting") instanceof Long posting && index != null) {
            unless(index.longValue() == posting, Check.ANSWERS, "posting %s was refused: %s", index, rejection);
        }
        if (rejection.reason() == RejectionReason.INSUFFICIENT_FUNDS && postings.size() == 1) {
            BigInteger available = requireNonNull(
                    AuditedRules.available(account, account.balance().minor()));
            unless(
                    new BigDecimal(available, account.asset().scale())
                                    .toPlainString()
                                    .equals(rejection.details().get("available"))
                            && account.asset()
                                    .format(postings.getFirst().amount())
                                    .equals(rejection.details().get("requested")),
                    Check.ANSWERS,
                    "%s was available: %s of %s",
                    available,
                    rejection,
                    account);
        }
    }

    private static @Nullable RejectionReason ofInstruction(Account account, Instruction instruction) {
        if (!(instruction instanceof CaptureTransaction)) {
            return AuditedRules.against(account, instruction);
        }
        return switch (account.status()) {
            case OPEN -> null;
            case FROZEN -> RejectionReason.ACCOUNT_FROZEN;
            case CLOSED -> RejectionReason.ACCOUNT_CLOSED;
        };
    }

    private static boolean reserves(Command command) {
        return !(command.instruction() instanceof DepositFunds) && !(command.instruction() instanceof WithdrawFunds);
    }

    /** The account that is told of, as it was told of, which was after the command was sent. */
    private @Nullable Account account(Sent sent, Rejection rejection) {
        if (rejection.details().get("accountId") instanceof String id
                && rejection.details().get("version") instanceof Long version) {
            AuditedAccount audited = accounts.get(new AccountId(id));
            Account then = audited == null ? null : audited.at(version);
            unless(
                    then != null
                            && version >= requireNonNull(audited).versionIn(sent.inStep())
                            && touched(sent.command()).contains(then.id()),
                    Check.ANSWERS,
                    "%s was not at %s: %s",
                    id,
                    version,
                    rejection);
            return then;
        }
        return null;
    }

    private List<AccountId> touched(Command command) {
        AuditedTransaction named = transactions.find(command.instruction().namedTransaction());
        return named != null
                ? List.copyOf(named.accounts())
                : command.instruction() instanceof PostTransaction made
                        ? Posting.accounts(made.postings())
                        : List.of(command.accountId());
    }

    /** The version that everybody could know of when the command was sent; 0: it was not opened. */
    private long version(AccountId id, Sent sent) {
        AuditedAccount account = accounts.get(id);
        return account == null ? 0 : account.versionIn(sent.inStep());
    }

    private AuditedTransaction known(TransactionId id) {
        AuditedTransaction made = transactions.find(id);
        if (made == null) {
            throw new Violation(Check.ANSWERS, "nothing is known of " + id);
        }
        return made;
    }

    private boolean wasMade(TransactionId transaction, Sent sent) {
        AuditedTransaction made = transactions.find(transaction);
        Integer step = made == null ? null : answers.acceptedInStep(made.madeBy());
        return step != null && step <= sent.inStep();
    }

    /** Whether it may have been in no state for the command when that was decided: after it was sent, and by now. */
    private boolean isOver(TransactionId transaction, Sent sent) {
        AuditedTransaction made = known(transaction);
        TransactionStatus now = made.status();
        return sent.command().instruction() instanceof ReverseTransaction
                ? now == TransactionStatus.PENDING
                        || now == TransactionStatus.VOIDED
                        || (made.isHold() && !made.hadEndedIn(sent.inStep()))
                : now != TransactionStatus.PENDING && now != TransactionStatus.EXPIRED;
    }

    /** It has expired with nothing captured, or the command came after its time. */
    private boolean isExpired(TransactionId transaction, CommandOutcome outcome, Command command) {
        AuditedTransaction made = known(transaction);
        Instant expiresAt = made.expiresAt();
        return made.status() == TransactionStatus.EXPIRED
                || (expiresAt != null
                        && !(command.instruction() instanceof ReverseTransaction)
                        && !expiresAt.isAfter(outcome.decidedAt())
                        && (made.status() == TransactionStatus.PENDING || made.hasExpired()));
    }

    /** A part is asked for of several postings, or with more decimals than the currency has; or such a limit. */
    private boolean isMalformed(Command command, @Nullable Account account) {
        if (command.instruction() instanceof Instruction.UpdateAccount) {
            // What exactly holds against it is looked at with the order of reasons.
            return account != null;
        }
        if (!(command.instruction() instanceof CaptureTransaction capture)) {
            return false;
        }
        BigDecimal amount = capture.amount();
        List<Posting> postings = known(capture.transactionId()).postings();
        return amount != null
                && (postings.size() > 1
                        || amount.scale() > postings.getFirst().asset().scale());
    }

    private boolean isTooMuch(CaptureTransaction capture) {
        AuditedTransaction made = known(capture.transactionId());
        BigDecimal amount = capture.amount();
        if (amount == null) {
            return false;
        }
        Posting held = made.postings().getFirst();
        BigInteger left =
                held.amount().minor().subtract(made.captured(null).getFirst().minor());
        return amount.compareTo(new BigDecimal(left, held.asset().scale())) > 0;
    }

    /** What the command would post or reserve; nothing: it is about an account, or about what is held already. */
    private List<Posting> postings(Command command) {
        return switch (command.instruction()) {
            case PostTransaction transaction -> transaction.postings();
            case DepositFunds(Amount amount, var asset, var _) ->
                List.of(new Posting(AccountId.WORLD, command.accountId(), amount, asset));
            case WithdrawFunds(Amount amount, var asset, var _) ->
                List.of(new Posting(command.accountId(), AccountId.WORLD, amount, asset));
            case ReverseTransaction reverse -> {
                AuditedTransaction reversed = transactions.find(reverse.transactionId());
                List<Posting> opposite = reversed == null ? List.of() : reversed.opposite();
                // Of what is held still nothing can be reversed; that accounts may not move is said before that.
                yield reversed == null || !opposite.isEmpty() ? opposite : reversed.postings();
            }
            default -> List.of();
        };
    }
}

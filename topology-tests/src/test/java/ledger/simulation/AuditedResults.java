package ledger.simulation;

import static java.util.Objects.requireNonNull;
import static ledger.simulation.Violation.unless;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import ledger.language.Account;
import ledger.language.AccountEvent;
import ledger.language.AccountId;
import ledger.language.AccountStatus;
import ledger.language.Amount;
import ledger.language.Command;
import ledger.language.CommandId;
import ledger.language.CommandKind;
import ledger.language.CommandOutcome.AccountResult;
import ledger.language.CommandOutcome.BalanceAfter;
import ledger.language.CommandOutcome.TransactionResult;
import ledger.language.Instruction;
import ledger.language.Instruction.CaptureTransaction;
import ledger.language.Instruction.Particulars;
import ledger.language.Instruction.VoidTransaction;
import ledger.language.Transaction;
import ledger.language.Transaction.TransactionStatus;
import ledger.language.TransactionId;
import ledger.simulation.SentCommands.Sent;
import org.jspecify.annotations.Nullable;

/** That successes tell what was done, and how it left the accounts. */
final class AuditedResults {
    private static final Set<CommandKind> ABOUT_AN_ACCOUNT =
            Set.of(CommandKind.OPEN, CommandKind.UPDATE, CommandKind.FREEZE, CommandKind.UNFREEZE, CommandKind.CLOSE);

    private final Map<AccountId, AuditedAccount> accounts;
    private final AuditedTransactions transactions;
    private final AuditedEffects effects;

    AuditedResults(Map<AccountId, AuditedAccount> accounts, AuditedTransactions transactions, AuditedEffects effects) {
        this.accounts = accounts;
        this.transactions = transactions;
        this.effects = effects;
    }

    void check(Sent sent, AccountResult result) {
        Command command = sent.command();
        Account account = result.account();
        AuditedAccount audited = accounts.get(command.accountId());
        unless(
                ABOUT_AN_ACCOUNT.contains(command.instruction().kind())
                        && audited != null
                        && account.equals(audited.at(account.version())),
                Check.ANSWERS,
                "the account is not so: %s to %s",
                result,
                sent);
        Long made = effects.first(command.id(), account.id())
                .map(AccountEvent::version)
                .orElse(null);
        unless(
                made == null
                        ? isSoAlready(account, command.instruction())
                                && account.version() >= requireNonNull(audited).versionIn(sent.inStep())
                        : made == account.version(),
                Check.ANSWERS,
                "it made version %s: %s to %s",
                made,
                result,
                sent);
    }

    /** Whether nothing has to be done. */
    private static boolean isSoAlready(Account account, Instruction instruction) {
        return switch (instruction) {
            case Instruction.FreezeAccount() -> account.status() == AccountStatus.FROZEN;
            case Instruction.UnfreezeAccount() -> account.status() == AccountStatus.OPEN;
            case Instruction.UpdateAccount update ->
                AuditedRules.against(account, update) == null
                        && Objects.equals(
                                AuditedRules.changed(
                                        update.overdraftLimit(),
                                        account.limits().overdraft(),
                                        account.asset()),
                                minor(account.limits().overdraft()))
                        && Objects.equals(
                                AuditedRules.changed(
                                        update.maxBalance(), account.limits().maxBalance(), account.asset()),
                                minor(account.limits().maxBalance()))
                        && update.metadata().entrySet().stream()
                                .allMatch(pair -> Objects.equals(
                                        pair.getValue().orElse(null),
                                        account.metadata().get(pair.getKey())));
            default -> false;
        };
    }

    private static @Nullable BigInteger minor(@Nullable Amount amount) {
        return amount == null ? null : amount.minor();
    }

    void check(Sent sent, TransactionResult result) {
        Command command = sent.command();
        TransactionId named = command.instruction().namedTransaction();
        TransactionId id = named == null ? TransactionId.of(command.id()) : named;
        AuditedTransaction transaction = transactions.find(id);
        if (transaction == null
                || ABOUT_AN_ACCOUNT.contains(command.instruction().kind())) {
            throw new Violation(Check.ANSWERS, "there is no such transaction: " + result);
        }
        Transaction expected = expected(id, transaction, command);
        unless(
                expected.equals(result.transaction()),
                Check.ANSWERS,
                "it is %s: %s to %s",
                expected,
                result.transaction(),
                command);
        unless(
                result.balances().stream()
                        .map(BalanceAfter::accountId)
                        .toList()
                        .equals(List.copyOf(transaction.accounts())),
                Check.ANSWERS,
                "every account that was touched should be there: %s",
                result);
        for (BalanceAfter balance : result.balances()) {
            check(command, balance);
        }
    }

    private void check(Command command, BalanceAfter balance) {
        AuditedAccount audited = accounts.get(balance.accountId());
        long version = effects.last(command.id(), balance.accountId())
                .map(AccountEvent::version)
                .orElse(0L);
        Account then = audited == null ? null : audited.at(version);
        unless(
                then != null
                        && balance.version() == version
                        && balance.asset().equals(then.asset())
                        && balance.balance().equals(then.balance())
                        && balance.reserved().equals(then.reserved())
                        && Objects.equals(
                                minor(balance.available()),
                                AuditedRules.available(then, then.balance().minor())),
                Check.ANSWERS,
                "it left %s: %s",
                then,
                balance);
    }

    /** The transaction right after the command, by what was asked for and what events say was done. */
    private Transaction expected(TransactionId id, AuditedTransaction transaction, Command command) {
        Sent made = transaction.made();
        Particulars particulars = transaction.particulars();
        Instruction instruction = command.instruction();
        List<Amount> captured = !transaction.isHold()
                ? List.of()
                : switch (instruction) {
                    case CaptureTransaction _ -> transaction.captured(command.id());
                    case Instruction.PostTransaction _ -> nothing(transaction);
                    default -> transaction.captured(null);
                };
        TransactionStatus status = switch (instruction) {
            case CaptureTransaction _ ->
                transaction.isEndedBy(command.id()) ? TransactionStatus.POSTED : TransactionStatus.PENDING;
            case VoidTransaction _ ->
                captured.stream().anyMatch(Amount::isPositive) ? TransactionStatus.POSTED : TransactionStatus.VOIDED;
            case Instruction.ReverseTransaction _ -> TransactionStatus.REVERSED;
            default -> transaction.isHold() ? TransactionStatus.PENDING : TransactionStatus.POSTED;
        };
        AccountEvent first = effects.first(made.command().id(), made.command().accountId())
                .orElseThrow(() -> new Violation(Check.ANSWERS, "its home has nothing of " + id));
        Instant told = particulars.effectiveAt();
        return new Transaction(
                id,
                status,
                transaction.postings(),
                captured,
                particulars.reference(),
                particulars.metadata(),
                first.recordedAt(),
                told == null ? first.effectiveAt() : told,
                transaction.expiresAt(),
                made.command().instruction().namedTransaction(),
                reversal(instruction, command.id()));
    }

    private static List<Amount> nothing(AuditedTransaction transaction) {
        return transaction.postings().stream().map(_ -> Amount.ZERO).toList();
    }

    private static @Nullable TransactionId reversal(Instruction instruction, CommandId command) {
        return instruction instanceof Instruction.ReverseTransaction ? TransactionId.of(command) : null;
    }
}

package ledger.simulation;

import static ledger.simulation.Violation.unless;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import ledger.language.Account;
import ledger.language.AccountId;
import ledger.language.Command;
import ledger.language.CommandId;
import ledger.language.CommandOutcome;
import ledger.language.CommandOutcome.AccountResult;
import ledger.language.CommandOutcome.BalanceAfter;
import ledger.language.CommandOutcome.TransactionResult;
import ledger.language.Instruction.PostTransaction;
import ledger.language.Rejection;
import ledger.language.RejectionReason;
import ledger.language.TransactionId;
import ledger.simulation.SentCommands.Sent;
import org.jspecify.annotations.Nullable;

/** All answers: each request gets one, a retry the first again, and what they say is so. */
final class AuditedAnswers {
    /** @param inStep the publication by which it became known */
    // The bytes are compared by their contents.
    @SuppressWarnings("ArrayRecordComponent")
    private record First(byte[] answer, CommandOutcome outcome, int inStep) {}

    private final SentCommands sent;
    private final Map<AccountId, AuditedAccount> accounts;
    private final AuditedTransactions transactions;
    private final AuditedRejections rejections;
    private final Map<CommandId, First> firsts = new HashMap<>();

    AuditedAnswers(SentCommands sent, Map<AccountId, AuditedAccount> accounts, AuditedTransactions transactions) {
        this.sent = sent;
        this.accounts = accounts;
        this.transactions = transactions;
        rejections = new AuditedRejections(accounts, transactions, this);
    }

    /** What a command was told first. */
    Optional<CommandOutcome.Result> result(CommandId command) {
        return Optional.ofNullable(firsts.get(command))
                .map(first -> first.outcome().result());
    }

    /** The publication that told of a success of the command; {@code null}: there was none. */
    @Nullable Integer acceptedInStep(CommandId command) {
        First first = firsts.get(command);
        return first == null || first.outcome().result() instanceof Rejection ? null : (Integer) first.inStep();
    }

    /** Takes an answer. */
    void published(int shard, Output output, int step) {
        CommandOutcome outcome = output.outcome();
        CommandId key = outcome.commandId();
        unless(output.key().equals(key.value()), Check.ANSWERS, "under another key: %s", output);
        Sent command = sent.decided(key);
        unless(command.shard() == shard, Check.ANSWERS, "answered by shard %s: %s", shard, output);
        sent.answered(key, outcome.digest());
        boolean retry = outcome.digest().equals(command.command().digest());
        if (!retry) {
            unless(
                    outcome.result() instanceof Rejection rejection
                            && rejection.reason() == RejectionReason.IDEMPOTENCY_KEY_REUSED,
                    Check.AT_MOST_ONCE,
                    "the key belongs to another request: %s",
                    output);
            return;
        }
        First first = firsts.putIfAbsent(key, new First(output.record().value(), outcome, step));
        if (first == null) {
            unless(
                    outcome.kind() == command.command().instruction().kind(),
                    Check.ANSWERS,
                    "of another kind: %s",
                    output);
            check(command, outcome);
        } else {
            unless(
                    Arrays.equals(first.answer(), output.record().value()),
                    Check.AT_MOST_ONCE,
                    "the first answer was %s, a retry got %s",
                    first.outcome(),
                    outcome);
        }
    }

    private void check(Sent sentCommand, CommandOutcome outcome) {
        Command command = sentCommand.command();
        switch (outcome.result()) {
            case AccountResult(Account account) -> {
                unless(account.id().equals(command.accountId()), Check.ANSWERS, "of another account: %s", outcome);
                AuditedAccount audited = accounts.get(account.id());
                unless(
                        audited != null && account.equals(audited.at(account.version())),
                        Check.ANSWERS,
                        "the account is not so: %s",
                        outcome);
                unless(
                        !(command.instruction() instanceof PostTransaction),
                        Check.ANSWERS,
                        "a transaction was asked for: %s",
                        outcome);
            }
            case TransactionResult result -> check(command, result);
            case Rejection rejection -> rejections.check(sentCommand, outcome, rejection);
        }
    }

    private void check(Command command, TransactionResult result) {
        TransactionId named = command.instruction().namedTransaction();
        TransactionId id = named == null ? TransactionId.of(command.id()) : named;
        unless(result.transaction().id().equals(id), Check.ANSWERS, "of another transaction: %s", result);
        AuditedTransaction transaction = transactions.find(id);
        if (transaction == null) {
            throw new Violation(Check.ANSWERS, "there is no such transaction: " + result);
        }
        unless(
                result.balances().stream().map(BalanceAfter::accountId).toList().containsAll(transaction.accounts())
                        && result.balances().size() == transaction.accounts().size(),
                Check.ANSWERS,
                "every account that was touched should be there: %s",
                result);
        for (BalanceAfter balance : result.balances()) {
            AuditedAccount audited = accounts.get(balance.accountId());
            Account then = audited == null ? null : audited.at(balance.version());
            unless(
                    then != null && BalanceAfter.of(then).equals(balance),
                    Check.ANSWERS,
                    "the account was %s: %s",
                    then,
                    balance);
        }
    }
}

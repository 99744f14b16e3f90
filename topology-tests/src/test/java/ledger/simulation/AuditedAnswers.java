package ledger.simulation;

import static ledger.simulation.Violation.unless;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import ledger.language.AccountId;
import ledger.language.CommandId;
import ledger.language.CommandOutcome;
import ledger.language.CommandOutcome.AccountResult;
import ledger.language.CommandOutcome.TransactionResult;
import ledger.language.Rejection;
import ledger.language.RejectionReason;
import ledger.simulation.SentCommands.Sent;
import ledger.topics.LedgerHeaders;
import ledger.topics.VersionsLeft;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** All answers: each request gets one, a retry the first again, and what they say is so. */
final class AuditedAnswers {
    /** @param inStep the publication by which it became known */
    // The bytes are compared by their contents.
    @SuppressWarnings("ArrayRecordComponent")
    private record First(byte[] answer, CommandOutcome outcome, int inStep) {}

    private final SentCommands sent;
    private final AuditedEffects effects;
    private final AuditedResults results;
    private final AuditedRejections rejections;
    private final Map<CommandId, First> firsts = new HashMap<>();

    AuditedAnswers(
            SentCommands sent,
            Map<AccountId, AuditedAccount> accounts,
            AuditedTransactions transactions,
            AuditedEffects effects) {
        this.sent = sent;
        this.effects = effects;
        results = new AuditedResults(accounts, transactions, effects);
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
        First first = firsts.get(key);
        Headers headers = output.record().headers();
        unless(
                (LedgerHeaders.text(headers, LedgerHeaders.REPLAYED) != null) == (retry && first != null),
                Check.AT_MOST_ONCE,
                "a first answer is no repeated one: %s, after %s",
                output,
                first);
        if (!retry) {
            unless(
                    outcome.result() instanceof Rejection rejection
                            && rejection.reason() == RejectionReason.IDEMPOTENCY_KEY_REUSED,
                    Check.AT_MOST_ONCE,
                    "the key belongs to another request: %s",
                    output);
            checkLeft(output, key, false, true);
            return;
        }
        if (first == null) {
            firsts.put(key, new First(output.record().value(), outcome, step));
            unless(
                    outcome.kind() == command.command().instruction().kind()
                            && outcome.accountId().equals(command.command().accountId())
                            && outcome.decidedAt().equals(command.at()),
                    Check.ANSWERS,
                    "of another command: %s to %s",
                    output,
                    command);
            check(command, outcome);
        } else {
            unless(
                    Arrays.equals(first.answer(), output.record().value()),
                    Check.AT_MOST_ONCE,
                    "the first answer was %s, a retry got %s",
                    first.outcome(),
                    outcome);
        }
        checkLeft(output, key, outcome.result() instanceof Rejection, first != null);
    }

    /** A refusal says at which versions nothing is left of it; so may a retry that has waited with it, and none later. */
    private void checkLeft(Output output, CommandId key, boolean refused, boolean again) {
        VersionsLeft left = VersionsLeft.of(output.record().headers());
        unless(
                (refused && left.versions().equals(effects.givenBack(key)))
                        || (left.equals(VersionsLeft.NONE) && (!refused || again)),
                Check.ANSWERS,
                "given back %s: %s, %s",
                effects.givenBack(key),
                output,
                left);
    }

    private void check(Sent command, CommandOutcome outcome) {
        switch (outcome.result()) {
            case AccountResult result -> results.check(command, result);
            case TransactionResult result -> results.check(command, result);
            case Rejection rejection -> {
                unless(effects.isUndone(command.command().id()), Check.ALL_OR_NOTHING, "done and refused: %s", outcome);
                rejections.check(command, outcome, rejection);
            }
        }
    }
}

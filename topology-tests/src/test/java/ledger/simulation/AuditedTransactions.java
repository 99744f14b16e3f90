package ledger.simulation;

import static java.util.Objects.requireNonNull;
import static ledger.simulation.AuditedRequests.asked;
import static ledger.simulation.AuditedRequests.isUpdate;
import static ledger.simulation.AuditedRequests.may;
import static ledger.simulation.AuditedRequests.told;
import static ledger.simulation.Violation.unless;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import ledger.language.Account;
import ledger.language.AccountChange;
import ledger.language.AccountChange.Entry;
import ledger.language.AccountChange.ReleaseCause;
import ledger.language.AccountEvent;
import ledger.language.AccountId;
import ledger.language.Amount;
import ledger.language.Asset;
import ledger.language.Command;
import ledger.language.CommandOutcome;
import ledger.language.Instruction;
import ledger.language.Instruction.CaptureTransaction;
import ledger.language.Instruction.DepositFunds;
import ledger.language.Instruction.OpenAccount;
import ledger.language.Instruction.PostTransaction;
import ledger.language.Instruction.ReverseTransaction;
import ledger.language.Instruction.UpdateAccount;
import ledger.language.Instruction.VoidTransaction;
import ledger.language.Instruction.WithdrawFunds;
import ledger.language.Posting;
import ledger.language.Rejection;
import ledger.language.RejectionReason;
import ledger.language.TransactionId;
import ledger.simulation.SentCommands.Sent;
import ledger.topics.ShardPartitioner;
import org.jspecify.annotations.Nullable;

/** All transactions, and that each event is what its command asked for. */
final class AuditedTransactions {
    /**
     * An account before an event.
     *
     * @param account {@code null}: there was none
     * @param reserved whether something was set aside there for the event's transaction
     * @param frozenAt since when it was frozen; {@code null}: it was not
     */
    record Before(
            @Nullable Account account,
            boolean reserved,
            @Nullable Instant frozenAt) {}

    private final SentCommands sent;
    private final AuditedEffects effects;
    private final int shards;
    private final Map<TransactionId, AuditedTransaction> transactions = new HashMap<>();

    AuditedTransactions(SentCommands sent, AuditedEffects effects, int shards) {
        this.sent = sent;
        this.effects = effects;
        this.shards = shards;
    }

    @Nullable AuditedTransaction find(@Nullable TransactionId id) {
        return transactions.get(id);
    }

    /** Takes an event, which became known by this publication. */
    void apply(AccountEvent event, Before was, int step) {
        Sent asked = sent.decided(event.commandId());
        Account before = was.account();
        Command command = asked.command();
        Instruction instruction = command.instruction();
        AuditedRequests.condition(event, command, effects);
        effects.add(event);
        if (event.transactionId() == null && before != null) {
            RejectionReason against = AuditedRules.against(before, instruction);
            unless(against == null, Check.LIMITS, "%s speaks against %s", against, event);
        }
        switch (event.change()) {
            case AccountChange.AccountOpened opened ->
                asked(
                        event,
                        command.accountId().equals(event.accountId())
                                && instruction.equals(
                                        new OpenAccount(event.asset(), opened.limits(), opened.metadata())));
            case AccountChange.AccountUpdated updated ->
                asked(
                        event,
                        instruction instanceof UpdateAccount update
                                && isUpdate(update, requireNonNull(before), updated));
            case AccountChange.AccountFrozen() -> asked(event, instruction instanceof Instruction.FreezeAccount);
            case AccountChange.AccountUnfrozen() -> asked(event, instruction instanceof Instruction.UnfreezeAccount);
            case AccountChange.AccountClosed() -> asked(event, instruction instanceof Instruction.CloseAccount);
            case AccountChange.FundsDeposited deposited -> {
                asked(event, instruction instanceof DepositFunds);
                AuditedTransaction made = made(event, asked);
                made.posted(event, List.of(new Entry(AccountId.WORLD, deposited.amount())), step);
                told(event, made, deposited.reference(), deposited.metadata(), null);
                may(event, made, was, false);
            }
            case AccountChange.FundsWithdrawn withdrawn -> {
                asked(event, instruction instanceof WithdrawFunds);
                AuditedTransaction made = made(event, asked);
                made.posted(
                        event,
                        List.of(new Entry(AccountId.WORLD, withdrawn.amount().negated())),
                        step);
                told(event, made, withdrawn.reference(), withdrawn.metadata(), null);
                may(event, made, was, false);
            }
            case AccountChange.TransactionPosted posted -> {
                asked(event, instruction instanceof PostTransaction);
                AuditedTransaction made = made(event, asked);
                made.posted(event, posted.entries(), step);
                told(event, made, posted.reference(), posted.metadata(), posted.postings());
                may(event, made, was, true);
            }
            case AccountChange.TransactionReversed reversed -> {
                asked(
                        event,
                        instruction instanceof ReverseTransaction reverse
                                && reverse.transactionId().equals(reversed.reversed()));
                AuditedTransaction made = made(event, asked);
                made.posted(event, reversed.entries(), step);
                told(event, made, reversed.reference(), reversed.metadata(), reversed.postings());
                may(event, made, was, true);
                requireNonNull(transactions.get(reversed.reversed())).reversed(event);
            }
            case AccountChange.FundsReserved reserved -> {
                AuditedTransaction made = made(event, asked);
                made.reserved(event, reserved);
                told(event, made, reserved.reference(), reserved.metadata(), reserved.postings());
                may(event, made, was, true);
            }
            case AccountChange.FundsCaptured captured -> {
                AuditedTransaction held = known(event);
                asked(
                        event,
                        instruction instanceof CaptureTransaction capture
                                && capture.transactionId().equals(event.transactionId()));
                CaptureTransaction capture = (CaptureTransaction) instruction;
                BigDecimal amount = capture.amount();
                BigInteger minor =
                        amount == null ? null : event.asset().fromMajor(amount).minor();
                held.captured(event, captured, minor, capture.isFinal(), step);
                asked(
                        event,
                        Objects.equals(captured.reference(), held.particulars().reference()));
                unless(
                        was.frozenAt() == null || wasVotedOn(held, event.accountId(), was.frozenAt(), asked),
                        Check.LIMITS,
                        "captured while frozen: %s",
                        event);
            }
            case AccountChange.FundsReleased released -> release(event, released.cause(), instruction, step);
        }
        AuditedRequests.times(event, was.account(), asked, transactions.get(event.transactionId()));
    }

    /** What a capture was voted on before its account was frozen is still posted. */
    private boolean wasVotedOn(AuditedTransaction held, AccountId account, Instant frozenAt, Sent capture) {
        long taking = held.accounts().stream().map(this::shardOf).distinct().count();
        // Its home votes when it takes the command; of two shards, the other one posts with its vote.
        return shardOf(account) == capture.shard() ? taking > 1 && !frozenAt.isBefore(capture.at()) : taking > 2;
    }

    private int shardOf(AccountId account) {
        return ShardPartitioner.shardOf(account.value(), shards);
    }

    /** The transaction that the command makes. */
    private AuditedTransaction made(AccountEvent event, Sent asked) {
        Command command = asked.command();
        TransactionId id = TransactionId.of(command.id());
        unless(id.equals(event.transactionId()), Check.ORIGIN, "its transaction should be %s: %s", id, event);
        return transactions.computeIfAbsent(id, unknown -> switch (command.instruction()) {
            case DepositFunds(Amount amount, Asset asset, var particulars) ->
                new AuditedTransaction(
                        asked, List.of(new Posting(AccountId.WORLD, command.accountId(), amount, asset)));
            case WithdrawFunds(Amount amount, Asset asset, var particulars) ->
                new AuditedTransaction(
                        asked, List.of(new Posting(command.accountId(), AccountId.WORLD, amount, asset)));
            case PostTransaction transaction -> new AuditedTransaction(asked, transaction.postings());
            case ReverseTransaction reverse -> new AuditedTransaction(asked, opposite(reverse, event));
            default -> throw new Violation(Check.ORIGIN, command + " makes no transaction: " + event);
        });
    }

    private List<Posting> opposite(ReverseTransaction reverse, AccountEvent event) {
        AuditedTransaction original = transactions.get(reverse.transactionId());
        if (original == null) {
            throw new Violation(Check.ORIGIN, "what it reverses was never made: " + event);
        }
        List<Posting> opposite = original.opposite();
        unless(!opposite.isEmpty(), Check.ALL_OR_NOTHING, "nothing was captured: %s", event);
        return opposite;
    }

    private AuditedTransaction known(AccountEvent event) {
        AuditedTransaction transaction = transactions.get(event.transactionId());
        if (transaction == null) {
            throw new Violation(Check.ORIGIN, "of no known transaction: " + event);
        }
        return transaction;
    }

    private void release(AccountEvent event, ReleaseCause cause, Instruction instruction, int step) {
        AuditedTransaction transaction = known(event);
        Instant expiresAt = transaction.expiresAt();
        boolean due = switch (cause) {
            case VOIDED ->
                transaction.isHold()
                        && instruction instanceof VoidTransaction(TransactionId voided)
                        && voided.equals(event.transactionId());
            case EXPIRED ->
                transaction.isHold() && expiresAt != null && !event.recordedAt().isBefore(expiresAt);
            case REJECTED -> transaction.madeBy().equals(event.commandId());
            case OTHER -> false;
        };
        unless(due, Check.HOLDS, "nothing is to be given back: %s", event);
        transaction.released(event, cause, step);
    }

    /** Accounts, boundary and what is in transit sum to zero; and what is in transit is sure to arrive. */
    void conserve(Map<Asset, BigInteger> held) {
        Map<Asset, BigInteger> sums = new HashMap<>(held);
        transactions.forEach((id, transaction) -> {
            transaction.elsewhere(false).forEach((asset, amount) -> sums.merge(asset, amount, BigInteger::add));
            transaction.elsewhere(true).forEach((asset, amount) -> sums.merge(asset, amount, BigInteger::add));
            transaction.backed(id.value());
        });
        sums.forEach((asset, sum) -> unless(
                sum.signum() == 0,
                Check.CONSERVATION,
                "%s %s came from nowhere",
                asset.format(new Amount(sum)),
                asset));
    }

    void nothingInTransit() {
        transactions.forEach((id, transaction) -> transaction
                .elsewhere(false)
                .forEach((asset, amount) -> unless(
                        amount.signum() == 0,
                        Check.CONSERVATION,
                        "%s %s of %s is still in transit",
                        amount,
                        asset,
                        id)));
    }

    /** Nothing is under way: every transaction is what its commands were told. */
    void quiet(AuditedAnswers answers, Instant expired) {
        transactions.forEach((id, transaction) -> {
            transaction.quiet(id.value(), isAccepted(answers, transaction));
            Instant expiresAt = transaction.expiresAt();
            unless(
                    expiresAt == null || expiresAt.isAfter(expired) || !transaction.isOpen(),
                    Check.HOLDS,
                    "%s has expired at %s and still holds",
                    id,
                    expiresAt);
        });
        sent.all().forEach((key, command) -> {
            Optional<CommandOutcome.Result> answer = answers.result(key);
            boolean accepted = answer.isPresent() && !(answer.get() instanceof Rejection);
            unless(accepted || effects.isUndone(key), Check.ALL_OR_NOTHING, "was told %s: %s", answer, command);
            Instruction instruction = command.command().instruction();
            if (instruction instanceof CaptureTransaction capture) {
                AuditedTransaction transaction = transactions.get(capture.transactionId());
                unless(
                        accepted == (transaction != null && transaction.isCapturedBy(key)),
                        Check.ALL_OR_NOTHING,
                        "was told %s: %s",
                        answer,
                        command);
            } else if (instruction instanceof VoidTransaction(TransactionId voided) && accepted) {
                AuditedTransaction transaction = transactions.get(voided);
                unless(transaction != null && !transaction.isOpen(), Check.HOLDS, "voided and still holds: %s", voided);
            } else if (accepted && answer.get() instanceof CommandOutcome.TransactionResult) {
                unless(
                        transactions.containsKey(TransactionId.of(key)) || instruction instanceof VoidTransaction,
                        Check.ALL_OR_NOTHING,
                        "accepted and not done: %s",
                        command);
            }
        });
    }

    private static boolean isAccepted(AuditedAnswers answers, AuditedTransaction transaction) {
        return answers.result(transaction.madeBy())
                .filter(result -> !(result instanceof Rejection))
                .isPresent();
    }
}

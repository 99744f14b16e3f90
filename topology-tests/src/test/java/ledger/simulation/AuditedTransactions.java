package ledger.simulation;

import static java.util.Objects.requireNonNull;
import static ledger.simulation.Violation.unless;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
import ledger.language.Instruction.LimitChange;
import ledger.language.Instruction.OpenAccount;
import ledger.language.Instruction.PostTransaction;
import ledger.language.Instruction.ReverseTransaction;
import ledger.language.Instruction.UpdateAccount;
import ledger.language.Instruction.VoidTransaction;
import ledger.language.Instruction.WithdrawFunds;
import ledger.language.Limits;
import ledger.language.Posting;
import ledger.language.Rejection;
import ledger.language.TransactionId;
import ledger.topics.ShardPartitioner;
import org.jspecify.annotations.Nullable;

/** All transactions, and that each event is what its command asked for. */
final class AuditedTransactions {
    private final SentCommands sent;
    private final Map<TransactionId, AuditedTransaction> transactions = new HashMap<>();

    AuditedTransactions(SentCommands sent) {
        this.sent = sent;
    }

    @Nullable AuditedTransaction find(@Nullable TransactionId id) {
        return transactions.get(id);
    }

    /**
     * Takes an event.
     *
     * @param before the account before it
     * @param frozenAt since when the account was frozen; {@code null}: it was not
     */
    void apply(AccountEvent event, @Nullable Account before, @Nullable Instant frozenAt, int shards) {
        Command command = sent.decided(event.commandId()).command();
        Instruction instruction = command.instruction();
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
                made(event, command).posted(event, List.of(new Entry(AccountId.WORLD, deposited.amount())));
            }
            case AccountChange.FundsWithdrawn withdrawn -> {
                asked(event, instruction instanceof WithdrawFunds);
                made(event, command)
                        .posted(
                                event,
                                List.of(new Entry(
                                        AccountId.WORLD, withdrawn.amount().negated())));
            }
            case AccountChange.TransactionPosted posted -> {
                asked(event, instruction instanceof PostTransaction);
                made(event, command).posted(event, posted.entries());
            }
            case AccountChange.TransactionReversed reversed -> {
                asked(
                        event,
                        instruction instanceof ReverseTransaction reverse
                                && reverse.transactionId().equals(reversed.reversed()));
                made(event, command).posted(event, reversed.entries());
            }
            case AccountChange.FundsReserved reserved -> made(event, command).reserved(event, reserved);
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
                held.captured(event, captured, minor, capture.isFinal());
                // What was voted on before a freeze is still posted: only where there was a vote, and it came before.
                boolean voted = held.accounts().stream()
                                .map(account -> ShardPartitioner.shardOf(account.value(), shards))
                                .distinct()
                                .count()
                        > 1;
                unless(frozenAt == null || voted, Check.LIMITS, "captured while frozen: %s", event);
            }
            case AccountChange.FundsReleased released -> release(event, released.cause(), instruction);
        }
        boolean conditional =
                command.expectedVersion() != null && command.accountId().equals(event.accountId());
        boolean first = before == null || !before.updatedAt().equals(event.recordedAt());
        unless(
                !conditional
                        || !first
                        || event.change() instanceof AccountChange.FundsReleased
                        || event.change() instanceof AccountChange.TransactionPosted
                        || event.version() == requireNonNull(command.expectedVersion()) + 1,
                Check.ORIGIN,
                "version %s was expected: %s",
                command.expectedVersion(),
                event);
    }

    private static void asked(AccountEvent event, boolean asked) {
        unless(asked, Check.ORIGIN, "nobody asked for %s", event);
    }

    private static boolean isUpdate(UpdateAccount update, Account before, AccountChange.AccountUpdated updated) {
        Map<String, String> metadata = new TreeMap<>(before.metadata());
        update.metadata().forEach((key, value) -> {
            if (value.isPresent()) {
                metadata.put(key, value.get());
            } else {
                metadata.remove(key);
            }
        });
        Limits limits = new Limits(
                changed(update.overdraftLimit(), before.limits().overdraft(), before.asset()),
                changed(update.maxBalance(), before.limits().maxBalance(), before.asset()));
        return updated.limits().equals(limits) && updated.metadata().equals(metadata);
    }

    private static @Nullable Amount changed(@Nullable LimitChange change, @Nullable Amount before, Asset asset) {
        if (change == null) {
            return before;
        }
        BigDecimal limit = change.limit();
        return limit == null ? null : asset.fromMajor(limit);
    }

    /** The transaction that the command makes. */
    private AuditedTransaction made(AccountEvent event, Command command) {
        TransactionId id = TransactionId.of(command.id());
        unless(id.equals(event.transactionId()), Check.ORIGIN, "its transaction should be %s: %s", id, event);
        return transactions.computeIfAbsent(id, unknown -> switch (command.instruction()) {
            case DepositFunds(Amount amount, Asset asset, var particulars) ->
                plain(command, List.of(new Posting(AccountId.WORLD, command.accountId(), amount, asset)));
            case WithdrawFunds(Amount amount, Asset asset, var particulars) ->
                plain(command, List.of(new Posting(command.accountId(), AccountId.WORLD, amount, asset)));
            case PostTransaction transaction ->
                new AuditedTransaction(
                        command.id(), transaction.postings(), transaction.pending(), transaction.expiresIn());
            case ReverseTransaction reverse -> plain(command, opposite(reverse, event));
            default -> throw new Violation(Check.ORIGIN, command + " makes no transaction: " + event);
        });
    }

    private static AuditedTransaction plain(Command command, List<Posting> postings) {
        return new AuditedTransaction(command.id(), postings, false, null);
    }

    private List<Posting> opposite(ReverseTransaction reverse, AccountEvent event) {
        AuditedTransaction original = transactions.get(reverse.transactionId());
        if (original == null) {
            throw new Violation(Check.ORIGIN, "what it reverses was never made: " + event);
        }
        List<Posting> posted = original.postings();
        if (original.isHold() && posted.size() == 1) {
            BigInteger captured = posted.getFirst().amount().minor().subtract(original.remaining(event.accountId()));
            unless(captured.signum() > 0, Check.ALL_OR_NOTHING, "nothing was captured: %s", event);
            posted = List.of(posted.getFirst().of(new Amount(captured)));
        }
        // Undone from the last to the first.
        return posted.reversed().stream().map(Posting::reversed).toList();
    }

    private AuditedTransaction known(AccountEvent event) {
        AuditedTransaction transaction = transactions.get(event.transactionId());
        if (transaction == null) {
            throw new Violation(Check.ORIGIN, "of no known transaction: " + event);
        }
        return transaction;
    }

    private void release(AccountEvent event, ReleaseCause cause, Instruction instruction) {
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
        transaction.released(event);
    }

    /** Accounts, boundary and what is in transit sum to zero. */
    void conserve(Map<Asset, BigInteger> held, Map<AccountId, Asset> assets) {
        Map<Asset, BigInteger> sums = new HashMap<>(held);
        transactions.values().forEach(transaction -> {
            transaction.inTransit(assets).forEach((asset, amount) -> sums.merge(asset, amount, BigInteger::add));
            transaction.boundary(assets).forEach((asset, amount) -> sums.merge(asset, amount, BigInteger::add));
        });
        sums.forEach((asset, sum) -> unless(
                sum.signum() == 0,
                Check.CONSERVATION,
                "%s %s came from nowhere",
                asset.format(new Amount(sum)),
                asset));
    }

    void nothingInTransit(Map<AccountId, Asset> assets) {
        transactions.forEach((id, transaction) -> transaction
                .inTransit(assets)
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

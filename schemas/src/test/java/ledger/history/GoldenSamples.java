package ledger.history;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import ledger.language.Account;
import ledger.language.AccountChange;
import ledger.language.AccountChange.Entry;
import ledger.language.AccountChange.ReleaseCause;
import ledger.language.AccountEvent;
import ledger.language.AccountId;
import ledger.language.AccountStatus;
import ledger.language.Amount;
import ledger.language.Asset;
import ledger.language.Command;
import ledger.language.CommandId;
import ledger.language.CommandOutcome;
import ledger.language.CommandOutcome.AccountResult;
import ledger.language.CommandOutcome.BalanceAfter;
import ledger.language.CommandOutcome.Result;
import ledger.language.CommandOutcome.TransactionResult;
import ledger.language.Instruction;
import ledger.language.Instruction.LimitChange;
import ledger.language.Instruction.Particulars;
import ledger.language.Limits;
import ledger.language.Posting;
import ledger.language.Rejection;
import ledger.language.RejectionReason;
import ledger.language.ShardMessage;
import ledger.language.ShardMessage.Refusal;
import ledger.language.ShardMessage.Stage;
import ledger.language.Transaction;
import ledger.language.Transaction.TransactionStatus;
import ledger.language.TransactionId;
import ledger.records.ProjectionComparison;
import ledger.records.ProjectionControl;
import ledger.records.ProjectionPartitionDigest;
import ledger.records.ProjectionRebuild;
import ledger.records.ProjectionRebuildPhase;
import ledger.topics.Topics;
import org.jspecify.annotations.Nullable;

/**
 * What golden records are written of when a version is released: each kind of record, with every field told. What was
 * written of them once stays; they may change with the language.
 */
final class GoldenSamples {
    private static final AccountId ALICE = new AccountId("{acme}:alice");
    private static final AccountId BOB = new AccountId("bob");
    private static final CommandId KEY = new CommandId("order/9");
    private static final TransactionId ORDER = new TransactionId("order-9");
    private static final Asset EUR = new Asset("EUR", 2);
    private static final Amount LARGEST = new Amount(BigInteger.TWO.pow(127).subtract(BigInteger.ONE));
    private static final Amount SMALLEST = new Amount(BigInteger.TWO.pow(127).negate());
    private static final Instant MILLIS = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final Instant MICROS = Instant.parse("1993-01-02T03:04:05.678901Z");
    private static final Map<String, String> METADATA = Map.of("tier", "gold", "naïve", "€");
    private static final Particulars PARTICULARS = new Particulars("invoice 17", MICROS, METADATA);
    private static final Limits LIMITS = new Limits(Amount.ofMinor(500), LARGEST);
    private static final List<Posting> POSTINGS = List.of(
            new Posting(ALICE, BOB, Amount.ofMinor(2500), EUR), new Posting(BOB, AccountId.WORLD, LARGEST, EUR));
    private static final List<Entry> ENTRIES =
            List.of(new Entry(BOB, SMALLEST), new Entry(AccountId.WORLD, Amount.ofMinor(-1)));

    private GoldenSamples() {}

    /** The samples of a topic by name. */
    static Map<String, Object> of(String topic) {
        return switch (topic) {
            case Topics.EVENTS -> events();
            case Topics.COMMANDS -> commands();
            case Topics.SHARD_MESSAGES -> messages();
            case Topics.OUTCOMES -> outcomes();
            case Topics.BALANCES -> Map.of("Account", account(AccountStatus.FROZEN, LIMITS));
            case Topics.PROJECTION_CONTROL -> Map.of("ProjectionControl", control());
            default -> throw new IllegalArgumentException("no samples of " + topic);
        };
    }

    private static Map<String, Object> events() {
        Map<String, Object> samples = new LinkedHashMap<>();
        List<AccountChange> changes = List.of(
                new AccountChange.AccountOpened(LIMITS, METADATA),
                new AccountChange.AccountUpdated(LIMITS, METADATA, new Limits(null, Amount.ofMinor(9))),
                new AccountChange.AccountFrozen(),
                new AccountChange.AccountUnfrozen(),
                new AccountChange.AccountClosed(),
                new AccountChange.FundsDeposited(LARGEST, "invoice 17", METADATA),
                new AccountChange.FundsWithdrawn(Amount.ofMinor(255), "rent", METADATA),
                new AccountChange.TransactionPosted(ENTRIES, POSTINGS, "order 9", METADATA),
                new AccountChange.FundsReserved(ENTRIES, POSTINGS, true, MILLIS, "order 9", METADATA),
                new AccountChange.FundsCaptured(ENTRIES, Amount.ofMinor(128), true, "order 9"),
                new AccountChange.FundsReleased(Amount.ofMinor(127), ReleaseCause.EXPIRED),
                new AccountChange.TransactionReversed(ORDER, ENTRIES, POSTINGS, "wrong", METADATA));
        for (AccountChange change : changes) {
            samples.put(change.getClass().getSimpleName(), event(ORDER, change));
        }
        samples.put(
                "AccountOpened without limits",
                event(null, new AccountChange.AccountOpened(new Limits(null, null), Map.of())));
        samples.put(
                "AccountUpdated before it told of former limits",
                event(null, new AccountChange.AccountUpdated(LIMITS, METADATA, null)));
        samples.put(
                "FundsReserved elsewhere",
                event(ORDER, new AccountChange.FundsReserved(ENTRIES, List.of(), false, null, null, Map.of())));
        return samples;
    }

    private static AccountEvent event(@Nullable TransactionId transaction, AccountChange change) {
        return new AccountEvent(
                ALICE,
                7,
                transaction,
                KEY,
                EUR,
                SMALLEST,
                Amount.ofMinor(128),
                Amount.ofMinor(1),
                2,
                MILLIS,
                MICROS,
                change);
    }

    private static Map<String, Object> commands() {
        Map<String, Object> samples = new LinkedHashMap<>();
        List<Instruction> instructions = List.of(
                new Instruction.OpenAccount(EUR, LIMITS, METADATA),
                new Instruction.UpdateAccount(
                        new LimitChange(new BigDecimal("12.30")),
                        new LimitChange(null),
                        Map.of("tier", Optional.empty(), "vip", Optional.of("yes"))),
                new Instruction.FreezeAccount(),
                new Instruction.UnfreezeAccount(),
                new Instruction.CloseAccount(),
                new Instruction.DepositFunds(LARGEST, EUR, PARTICULARS),
                new Instruction.WithdrawFunds(Amount.ofMinor(1), EUR, PARTICULARS),
                new Instruction.PostTransaction(POSTINGS, true, Duration.ofHours(24), PARTICULARS),
                new Instruction.CaptureTransaction(ORDER, new BigDecimal("1E+3"), true),
                new Instruction.VoidTransaction(ORDER),
                new Instruction.ReverseTransaction(ORDER, "wrong", METADATA));
        for (Instruction instruction : instructions) {
            samples.put(instruction.getClass().getSimpleName(), new Command(KEY, ALICE, 7L, instruction));
        }
        return samples;
    }

    private static Map<String, Object> messages() {
        Map<String, Object> samples = new LinkedHashMap<>();
        List<ShardMessage.Step> steps = List.of(
                new ShardMessage.Post(POSTINGS, ORDER),
                new ShardMessage.Hold(POSTINGS, MILLIS),
                new ShardMessage.Capture(POSTINGS, POSTINGS, true),
                new ShardMessage.Release(POSTINGS, ReleaseCause.VOIDED));
        for (ShardMessage.Step step : steps) {
            samples.put(
                    "Prepare of a " + step.getClass().getSimpleName(),
                    message(new ShardMessage.Prepare(Stage.RESERVE, step, KEY, MILLIS, MICROS, "order 9", METADATA)));
        }
        List<BalanceAfter> balances = List.of(BalanceAfter.of(account(AccountStatus.OPEN, Limits.NONE_BELOW_ZERO)));
        samples.put("Vote", message(new ShardMessage.Vote(3, new Refusal(rejection(), 1), balances)));
        samples.put("Verdict", message(new ShardMessage.Verdict(true)));
        samples.put("Acknowledgement", message(new ShardMessage.Acknowledgement(3, balances)));
        return samples;
    }

    private static ShardMessage message(ShardMessage.Body body) {
        return new ShardMessage(BOB, ORDER, 2, ALICE, body);
    }

    private static Map<String, Object> outcomes() {
        Map<String, Object> samples = new LinkedHashMap<>();
        List<Result> results = List.of(
                new AccountResult(account(AccountStatus.CLOSED, LIMITS)),
                new TransactionResult(
                        new Transaction(
                                ORDER,
                                TransactionStatus.PENDING,
                                POSTINGS,
                                List.of(Amount.ZERO, LARGEST),
                                "order 9",
                                METADATA,
                                MILLIS,
                                MICROS,
                                MILLIS,
                                new TransactionId("reversed"),
                                new TransactionId("reversal")),
                        List.of(BalanceAfter.of(account(AccountStatus.OPEN, new Limits(null, null))))),
                rejection());
        for (Result result : results) {
            Command command = new Command(KEY, ALICE, null, new Instruction.CloseAccount());
            samples.put(
                    result.getClass().getSimpleName(),
                    new CommandOutcome(
                            KEY, ALICE, command.digest(), command.instruction().kind(), MILLIS, result));
        }
        return samples;
    }

    private static Rejection rejection() {
        return Rejection.because(RejectionReason.INSUFFICIENT_FUNDS)
                .with("available", "1.00")
                .with("version", 7L);
    }

    private static Account account(AccountStatus status, Limits limits) {
        return new Account(
                ALICE,
                EUR,
                status,
                Amount.ofMinor(-400),
                Amount.ofMinor(1),
                LARGEST,
                3,
                limits,
                9,
                METADATA,
                MILLIS,
                MILLIS);
    }

    private static ProjectionControl control() {
        return ProjectionControl.newBuilder()
                .setProjection("balances")
                .setRevision(5)
                .setActiveGeneration(3)
                .setRebuildingGeneration(4)
                .setRebuildFailure("stopped")
                .setLastGeneration(4)
                .setChangedAt(MILLIS)
                .setActiveVersion(1)
                .setRebuild(ProjectionRebuild.newBuilder()
                        .setVersion(2)
                        .setSkipPoison(true)
                        .setSkipComparison(true)
                        .setPhase(ProjectionRebuildPhase.COMPARING)
                        .setTicket(8)
                        .setUncomparedBecause("told so")
                        .setComparison(new ProjectionComparison(
                                1,
                                2,
                                List.of(new ProjectionPartitionDigest(0, 17L, "ab".repeat(32))),
                                List.of(new ProjectionPartitionDigest(1, 18L, null))))
                        .build())
                .build();
    }
}

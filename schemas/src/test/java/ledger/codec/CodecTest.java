package ledger.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
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
import ledger.language.Transaction;
import ledger.language.Transaction.TransactionStatus;
import ledger.language.TransactionId;
import ledger.serde.StateSerde;
import org.apache.avro.specific.SpecificRecordBase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every value of the language survives Avro. */
class CodecTest {
    private static final AccountId ALICE = new AccountId("{acme}:alice");
    private static final AccountId BOB = new AccountId("bob");
    private static final CommandId KEY = new CommandId("order/9 ~".replace(" ", "!"));
    private static final TransactionId TRANSACTION = new TransactionId("t-1");
    private static final Asset EUR = new Asset("EUR", 2);
    private static final Amount LARGEST = new Amount(BigInteger.TWO.pow(127).subtract(BigInteger.ONE));
    private static final Amount SMALLEST = new Amount(BigInteger.TWO.pow(127).negate());
    private static final Instant MILLIS = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final Instant MICROS = Instant.parse("1993-01-02T03:04:05.678901Z");
    private static final Map<String, String> METADATA = Map.of("tier", "gold", "naïve", "€");
    private static final Particulars PARTICULARS = new Particulars("invoice 17", MICROS, METADATA);
    private static final List<Posting> POSTINGS =
            List.of(new Posting(ALICE, BOB, LARGEST, EUR), new Posting(BOB, AccountId.WORLD, Amount.ofMinor(1), EUR));
    private static final List<Entry> ENTRIES =
            List.of(new Entry(BOB, SMALLEST), new Entry(AccountId.WORLD, Amount.ofMinor(-1)));

    static Stream<Instruction> instructions() {
        Map<String, Optional<String>> changes = Map.of("tier", Optional.empty(), "vip", Optional.of("yes"));
        return Stream.of(
                new Instruction.OpenAccount(EUR, new Limits(null, LARGEST), METADATA),
                new Instruction.OpenAccount(EUR, Limits.NONE_BELOW_ZERO, Map.of()),
                new Instruction.UpdateAccount(new LimitChange(new BigDecimal("12.30")), new LimitChange(null), changes),
                new Instruction.UpdateAccount(null, null, Map.of()),
                new Instruction.FreezeAccount(),
                new Instruction.UnfreezeAccount(),
                new Instruction.CloseAccount(),
                new Instruction.DepositFunds(LARGEST, EUR, PARTICULARS),
                new Instruction.WithdrawFunds(Amount.ofMinor(1), EUR, Particulars.NONE),
                new Instruction.PostTransaction(POSTINGS, true, Duration.ofHours(24), PARTICULARS),
                new Instruction.PostTransaction(POSTINGS, false, null, Particulars.NONE),
                new Instruction.CaptureTransaction(TRANSACTION, new BigDecimal("1E+3"), true),
                new Instruction.CaptureTransaction(TRANSACTION, null, false),
                new Instruction.VoidTransaction(TRANSACTION),
                new Instruction.ReverseTransaction(TRANSACTION, "wrong", METADATA));
    }

    @ParameterizedTest
    @MethodSource("instructions")
    void commands(Instruction instruction) {
        for (Long expectedVersion : new Long[] {null, 7L}) {
            Command command = new Command(KEY, ALICE, expectedVersion, instruction);
            assertThat(throughAvro(CommandCodec.INSTANCE, command)).isEqualTo(command);
        }
    }

    static Stream<AccountChange> changes() {
        return Stream.of(
                new AccountChange.AccountOpened(new Limits(null, null), METADATA),
                new AccountChange.AccountUpdated(new Limits(LARGEST, Amount.ZERO), Map.of(), null),
                new AccountChange.AccountUpdated(Limits.NONE_BELOW_ZERO, METADATA, new Limits(null, LARGEST)),
                new AccountChange.AccountFrozen(),
                new AccountChange.AccountUnfrozen(),
                new AccountChange.AccountClosed(),
                new AccountChange.FundsDeposited(LARGEST, "in", METADATA),
                new AccountChange.FundsWithdrawn(Amount.ofMinor(255), null, Map.of()),
                new AccountChange.TransactionPosted(ENTRIES, POSTINGS, "order", METADATA),
                new AccountChange.FundsReserved(ENTRIES, List.of(), true, MILLIS, null, METADATA),
                new AccountChange.FundsCaptured(ENTRIES, Amount.ofMinor(128), true, "order"),
                new AccountChange.FundsReleased(Amount.ofMinor(127), ReleaseCause.EXPIRED),
                new AccountChange.TransactionReversed(TRANSACTION, ENTRIES, POSTINGS, "wrong", METADATA));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void events(AccountChange change) {
        AccountEvent event = new AccountEvent(
                ALICE,
                7,
                TRANSACTION,
                KEY,
                EUR,
                SMALLEST,
                Amount.ofMinor(128),
                Amount.ofMinor(1),
                2,
                MILLIS,
                MICROS,
                change);
        assertThat(throughAvro(AccountEventCodec.INSTANCE, event)).isEqualTo(event);
    }

    static Stream<Result> results() {
        return Stream.of(
                new AccountResult(account(AccountStatus.FROZEN, new Limits(Amount.ofMinor(500), LARGEST))),
                new AccountResult(account(AccountStatus.OPEN, new Limits(null, null))),
                new TransactionResult(
                        new Transaction(
                                TRANSACTION,
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
                new TransactionResult(
                        new Transaction(
                                TRANSACTION,
                                TransactionStatus.POSTED,
                                List.of(),
                                List.of(),
                                null,
                                Map.of(),
                                MILLIS,
                                MICROS,
                                null,
                                null,
                                null),
                        List.of(BalanceAfter.of(account(AccountStatus.OPEN, Limits.NONE_BELOW_ZERO)))),
                Rejection.because(RejectionReason.INSUFFICIENT_FUNDS)
                        .with("available", "1.00")
                        .with("version", 7L));
    }

    @ParameterizedTest
    @MethodSource("results")
    void outcomes(Result result) {
        Command command = new Command(KEY, ALICE, null, new Instruction.CloseAccount());
        CommandOutcome outcome = new CommandOutcome(
                KEY, ALICE, command.digest(), command.instruction().kind(), MILLIS, result);
        assertThat(throughAvro(CommandOutcomeCodec.INSTANCE, outcome)).isEqualTo(outcome);
    }

    @Test
    void aRecordThatNoValueCanBeMadeOfIsRefused() {
        ledger.records.Command record =
                CommandCodec.INSTANCE.toRecord(new Command(KEY, ALICE, null, new Instruction.CloseAccount()));
        record.put("accountId", "no spaces allowed");
        assertThatThrownBy(() -> CommandCodec.INSTANCE.fromRecord(record))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not an account id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1E-31", "1E+31"})
    void aDecimalThatCouldNotBeReadAgainIsNotWritten(String limit) {
        Command command = new Command(
                KEY,
                ALICE,
                null,
                new Instruction.UpdateAccount(new LimitChange(new BigDecimal(limit)), null, Map.of()));
        assertThatThrownBy(() -> CommandCodec.INSTANCE.toRecord(command))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("scale");
    }

    @Test
    void anAmountThatWouldMoveMoneyBackwardsIsRefused() {
        ledger.records.Command record = CommandCodec.INSTANCE.toRecord(
                new Command(KEY, ALICE, null, new Instruction.DepositFunds(Amount.ofMinor(1), EUR, Particulars.NONE)));
        ((ledger.records.DepositFunds) record.getInstruction()).put("amountMinor", new BigDecimal(-1));
        assertThatThrownBy(() -> CommandCodec.INSTANCE.fromRecord(record)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Account account(AccountStatus status, Limits limits) {
        return new Account(ALICE, EUR, status, SMALLEST, Amount.ZERO, LARGEST, 3, limits, 3, METADATA, MILLIS, MILLIS);
    }

    private static <T, R extends SpecificRecordBase> T throughAvro(Codec<T, R> codec, T value) {
        R record = codec.toRecord(value);
        @SuppressWarnings("unchecked") // the class of an R
        Class<R> type = (Class<R>) record.getClass();
        try (StateSerde<R> serde = new StateSerde<>(type)) {
            return codec.fromRecord(
                    serde.deserializer().deserialize("store", serde.serializer().serialize("store", record)));
        }
    }
}

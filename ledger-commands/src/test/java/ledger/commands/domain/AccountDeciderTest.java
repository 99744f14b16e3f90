package ledger.commands.domain;

import static ledger.commands.domain.AccountScenario.ALICE;
import static ledger.commands.domain.AccountScenario.EUR;
import static ledger.commands.domain.AccountScenario.OPENED_AT;
import static ledger.commands.domain.AccountScenario.given;
import static ledger.commands.domain.Words.deposit;
import static ledger.commands.domain.Words.deposited;
import static ledger.commands.domain.Words.eur;
import static ledger.commands.domain.Words.limits;
import static ledger.commands.domain.Words.maxBalance;
import static ledger.commands.domain.Words.metadata;
import static ledger.commands.domain.Words.open;
import static ledger.commands.domain.Words.opened;
import static ledger.commands.domain.Words.overdraft;
import static ledger.commands.domain.Words.reserved;
import static ledger.commands.domain.Words.updated;
import static ledger.commands.domain.Words.withdraw;
import static ledger.commands.domain.Words.withdrawn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import ledger.language.AccountChange.AccountClosed;
import ledger.language.AccountChange.AccountFrozen;
import ledger.language.AccountChange.AccountOpened;
import ledger.language.AccountChange.AccountUnfrozen;
import ledger.language.AccountChange.AccountUpdated;
import ledger.language.AccountChange.FundsDeposited;
import ledger.language.AccountChange.FundsWithdrawn;
import ledger.language.AccountEvent;
import ledger.language.AccountId;
import ledger.language.Asset;
import ledger.language.CommandOutcome.TransactionResult;
import ledger.language.Instruction;
import ledger.language.Instruction.CaptureTransaction;
import ledger.language.Instruction.CloseAccount;
import ledger.language.Instruction.DepositFunds;
import ledger.language.Instruction.FreezeAccount;
import ledger.language.Instruction.LimitChange;
import ledger.language.Instruction.OpenAccount;
import ledger.language.Instruction.Particulars;
import ledger.language.Instruction.PostTransaction;
import ledger.language.Instruction.ReverseTransaction;
import ledger.language.Instruction.UnfreezeAccount;
import ledger.language.Instruction.UpdateAccount;
import ledger.language.Instruction.VoidTransaction;
import ledger.language.Instruction.WithdrawFunds;
import ledger.language.Limits;
import ledger.language.Posting;
import ledger.language.RejectionReason;
import ledger.language.Transaction.TransactionStatus;
import ledger.language.TransactionId;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What accepted commands do. What is rejected stands in {@link RejectionsTest}. */
class AccountDeciderTest {
    private static final Map<String, String> GOLD = Map.of("tier", "gold");
    private static final String LARGEST = "1701411834604692317316873037158841057.27";
    private static final String SMALLEST = "-1701411834604692317316873037158841057.28";

    @Nested
    class Opening {
        @Test
        void opensAtVersion1WithNothing() {
            AccountEvent event = given().when(open()).then(opened()).event();
            assertThat(event.version()).isEqualTo(1);
            assertThat(event.eventId()).isEqualTo("alice@1");
            assertThat(event.balance().isZero()).isTrue();
            assertThat(event.reserved().isZero()).isTrue();
        }

        @Test
        void keepsLimitsAndMetadata() {
            given().when(new OpenAccount(EUR, limits("none", "100"), GOLD))
                    .then(new AccountOpened(limits("none", "100"), GOLD));
            given().when(open(LARGEST, LARGEST)).then(opened(LARGEST, LARGEST));
            given().when(open("0", "0")).then(opened("0", "0"));
        }

        @Test
        void isRefusedWithAnyVersionThatIsExpected() {
            for (long version : new long[] {0, 1, -1}) {
                given().ifMatch(version)
                        .when(open())
                        .thenRejected(RejectionReason.VERSION_MISMATCH, "expectedVersion", version);
            }
        }
    }

    @Nested
    class Updating {
        @Test
        void changesOneLimitAndLeavesTheOther() {
            given(opened("1", "2")).when(overdraft("5.5")).then(updated("5.50", "2", opened("1", "2")));
            given(opened("1", "2")).when(maxBalance("5.50")).then(updated("1", "5.50", opened("1", "2")));
        }

        @Test
        void removesALimit() {
            given(opened("1", "2")).when(overdraft("none")).then(updated("none", "2", opened("1", "2")));
            given(opened("1", "2")).when(maxBalance("none")).then(updated("1", "none", opened("1", "2")));
        }

        @Test
        void takesLimitsThatJustHold() {
            given(opened("none", "none"), withdrawn("5.00"))
                    .when(overdraft("5.00"))
                    .then(updated("5.00", "none", opened("none", "none")));
            given(opened("9.00", "none"), reserved("5.00"))
                    .when(overdraft("5.00"))
                    .then(updated("5.00", "none", opened("9.00", "none")));
            given(opened(), deposited("5.00")).when(maxBalance("5.00")).then(updated("0", "5.00"));
            given(opened()).when(overdraft(LARGEST)).then(updated(LARGEST, "none"));
            given(opened()).when(maxBalance(LARGEST)).then(updated("0", LARGEST));
        }

        @Test
        void mergesMetadata() {
            Map<String, String> before = Map.of("keep", "1", "change", "2", "remove", "3");
            given(new AccountOpened(Limits.NONE_BELOW_ZERO, before))
                    .when(metadata(Map.of(
                            "change", Optional.of("two"),
                            "remove", Optional.empty(),
                            "add", Optional.of(""),
                            "absent", Optional.empty())))
                    .then(new AccountUpdated(
                            Limits.NONE_BELOW_ZERO,
                            Map.of("keep", "1", "change", "two", "add", ""),
                            Limits.NONE_BELOW_ZERO));
        }

        /** Each event has all of them: without an end, no broker would take it. */
        @Test
        void leavesAnAccountWithFiftyEntriesAtMost() {
            AccountOpened full = new AccountOpened(Limits.NONE_BELOW_ZERO, entries(0, 50));
            given(full)
                    .when(metadata(Map.of("one-more", Optional.of(""))))
                    .thenRejected(
                            RejectionReason.INVALID_REQUEST,
                            "pointer",
                            "/metadata",
                            "problem",
                            "must leave the account with at most 50 entries, not with 51");
            given(full)
                    .when(metadata(Map.of("0", Optional.empty(), "50", Optional.of("x"))))
                    .then(new AccountUpdated(Limits.NONE_BELOW_ZERO, entries(1, 51), Limits.NONE_BELOW_ZERO));
            given(new AccountOpened(Limits.NONE_BELOW_ZERO, entries(0, 60)))
                    .when(metadata(Map.of("0", Optional.of("y"), "1", Optional.empty(), "60", Optional.of("x"))))
                    .then(new AccountUpdated(
                            Limits.NONE_BELOW_ZERO, with(entries(2, 61), "0", "y"), Limits.NONE_BELOW_ZERO));
        }

        private static Map<String, String> entries(int from, int to) {
            return IntStream.range(from, to).boxed().collect(Collectors.toMap(String::valueOf, _ -> "x"));
        }

        private static Map<String, String> with(Map<String, String> entries, String key, String value) {
            Map<String, String> more = new HashMap<>(entries);
            more.put(key, value);
            return more;
        }

        @Test
        void makesNoEventWhereNothingChanges() {
            given(new AccountOpened(limits("1", "none"), GOLD))
                    .when(new UpdateAccount(
                            new LimitChange(new BigDecimal("1.0")),
                            new LimitChange(null),
                            Map.of("tier", Optional.of("gold"), "absent", Optional.empty())))
                    .thenNothing();
            given(opened()).when(new UpdateAccount(null, null, Map.of())).thenNothing();
            given(opened(), new AccountFrozen())
                    .ifMatch(2)
                    .when(maxBalance("none"))
                    .thenNothing();
        }

        @Test
        void isAllowedWhereTheAccountIsFrozenAndLeavesItSo() {
            given(opened(), new AccountFrozen()).when(overdraft("1")).then(updated("1", "none"));
        }
    }

    @Nested
    class FreezingAndClosing {
        @Test
        void freezesAndUnfreezes() {
            given(opened()).when(new FreezeAccount()).then(new AccountFrozen());
            given(opened(), new AccountFrozen()).when(new UnfreezeAccount()).then(new AccountUnfrozen());
            given(opened(), new AccountFrozen(), new AccountUnfrozen())
                    .when(deposit("1.00"))
                    .then(deposited("1.00"));
        }

        @Test
        void makesNoEventWhereItIsSoAlready() {
            given(opened(), new AccountFrozen()).when(new FreezeAccount()).thenNothing();
            given(opened()).when(new UnfreezeAccount()).thenNothing();
            given(opened(), new AccountFrozen())
                    .ifMatch(2)
                    .when(new FreezeAccount())
                    .thenNothing();
        }

        @Test
        void closesAnEmptyAccountWhateverItsLimits() {
            given(opened()).when(new CloseAccount()).then(new AccountClosed());
            given(opened("none", "0")).ifMatch(1).when(new CloseAccount()).then(new AccountClosed());
            given(opened(), deposited("1.00"), withdrawn("1.00"))
                    .when(new CloseAccount())
                    .then(new AccountClosed());
        }

        @Test
        void closesAFrozenAccountThatIsEmpty() {
            given(opened(), new AccountFrozen()).when(new CloseAccount()).then(new AccountClosed());
        }
    }

    @Nested
    class MovingMoney {
        @Test
        void depositsAndWithdraws() {
            given(opened()).when(deposit("100.00")).then(deposited("100.00"));
            given(opened(), deposited("100.00")).when(withdraw("30.00")).then(withdrawn("30.00"));
        }

        @Test
        void goesUpToTheLimits() {
            given(opened("0", "5.00")).when(deposit("5.00")).then(deposited("5.00"));
            given(opened("0", "5.00"), deposited("4.99")).when(deposit("0.01")).then(deposited("0.01"));
            given(opened(), deposited("5.00")).when(withdraw("5.00")).then(withdrawn("5.00"));
            given(opened("10.00", "none"), deposited("5.00"))
                    .when(withdraw("15.00"))
                    .then(withdrawn("15.00"));
            given(opened("10.00", "none"), withdrawn("9.99"))
                    .when(withdraw("0.01"))
                    .then(withdrawn("0.01"));
            given(opened(), deposited("5.00"), reserved("2.00"))
                    .when(withdraw("3.00"))
                    .then(withdrawn("3.00"));
        }

        @Test
        void goesToTheEdgesOf128Bits() {
            given(opened()).when(deposit(LARGEST)).then(deposited(LARGEST));
            given(opened("none", "none")).when(withdraw(LARGEST)).then(withdrawn(LARGEST));
            AccountEvent lowest = given(opened("none", "none"), withdrawn(LARGEST))
                    .when(withdraw("0.01"))
                    .then(withdrawn("0.01"))
                    .event();
            assertThat(EUR.format(lowest.balance())).isEqualTo(SMALLEST);
            given(opened(LARGEST, "none"), withdrawn("0.01"))
                    .when(deposit("0.01"))
                    .then(deposited("0.01"));
            given(opened(LARGEST, "none")).when(withdraw(LARGEST)).then(withdrawn(LARGEST));
        }

        @Test
        void hasNoFloorWhereTheOverdraftIsUnlimited() {
            TransactionResult result = (TransactionResult) given(opened("none", "none"))
                    .when(withdraw("1000000.00"))
                    .then(withdrawn("1000000.00"))
                    .result();
            assertThat(result.balances().getFirst().available()).isNull();
        }

        @Test
        void keepsWhatTheClientTold() {
            Instant effectiveAt = Instant.parse("1993-01-02T03:04:05.678901Z");
            Particulars told = new Particulars("invoice 17", effectiveAt, GOLD);
            AccountScenario deposit = given(opened())
                    .when(new DepositFunds(eur("5.00"), EUR, told))
                    .then(new FundsDeposited(eur("5.00"), "invoice 17", GOLD));
            assertThat(deposit.event().effectiveAt()).isEqualTo(effectiveAt);
            AccountScenario withdrawal = given(opened(), deposited("5.00"))
                    .when(new WithdrawFunds(eur("5.00"), EUR, told))
                    .then(new FundsWithdrawn(eur("5.00"), "invoice 17", GOLD));
            assertThat(withdrawal.event().effectiveAt()).isEqualTo(effectiveAt);
            TransactionResult result = (TransactionResult) withdrawal.result();
            assertThat(result.transaction().effectiveAt()).isEqualTo(effectiveAt);
            assertThat(result.transaction().reference()).isEqualTo("invoice 17");
            assertThat(result.transaction().metadata()).isEqualTo(GOLD);
        }

        @Test
        void answersWithTheTransaction() {
            Instant time = OPENED_AT.plusSeconds(60);
            TransactionResult in = (TransactionResult) given(opened())
                    .withKey("order-9")
                    .at(time)
                    .when(deposit("5.00"))
                    .result();
            assertThat(in.transaction().id()).isEqualTo(new TransactionId("order-9"));
            assertThat(in.transaction().status()).isEqualTo(TransactionStatus.POSTED);
            assertThat(in.transaction().postings())
                    .containsExactly(new Posting(AccountId.WORLD, ALICE, eur("5.00"), EUR));
            assertThat(in.transaction().recordedAt()).isEqualTo(time);
            assertThat(in.transaction().effectiveAt()).isEqualTo(time);
            assertThat(in.transaction().expiresAt()).isNull();
            TransactionResult out = (TransactionResult)
                    given(opened(), deposited("5.00")).when(withdraw("5.00")).result();
            assertThat(out.transaction().postings())
                    .containsExactly(new Posting(ALICE, AccountId.WORLD, eur("5.00"), EUR));
        }

        @Test
        void namesTheTransactionByTheKey() {
            assertThat(given(opened())
                            .withKey("order-9")
                            .when(deposit("1"))
                            .event()
                            .transactionId())
                    .isEqualTo(new TransactionId("order-9"));
            assertThat(given(opened())
                            .withKey("order/9")
                            .when(deposit("1"))
                            .event()
                            .transactionId())
                    .isEqualTo(new TransactionId("key:79c09bb32e2fff68465fc22880824b7d"));
        }

        @Test
        void doesNotMixAssetsThatDifferInScaleOnly() {
            given(opened())
                    .when(new DepositFunds(eur("1.00"), new Asset("EUR", 3), Particulars.NONE))
                    .thenRejected(RejectionReason.CURRENCY_MISMATCH, "currency", "EUR", "requested", "EUR");
        }
    }

    @Nested
    class Time {
        @Test
        void isThatOfTheDecision() {
            Instant time = Instant.parse("2026-05-06T07:08:09.123Z");
            assertThat(given().at(time).when(open()).event().recordedAt()).isEqualTo(time);
            AccountEvent deposit = given(opened()).at(time).when(deposit("1")).event();
            assertThat(deposit.recordedAt()).isEqualTo(time);
            assertThat(deposit.effectiveAt()).isEqualTo(time);
        }

        @ParameterizedTest
        @ValueSource(longs = {0, 1, 86_400})
        void neverGoesBackWithinAnAccount(long secondsBefore) {
            Instant last = OPENED_AT.plusSeconds(1);
            Instant time = last.minusSeconds(secondsBefore);
            for (Instruction instruction : List.of(deposit("1"), new FreezeAccount(), overdraft("1"))) {
                AccountEvent event = given(opened(), deposited("1"))
                        .at(time)
                        .when(instruction)
                        .event();
                assertThat(event.recordedAt()).isEqualTo(last);
                assertThat(event.effectiveAt()).isEqualTo(last);
            }
        }

        @Test
        void mayBeEffectiveBeforeTheAccountWasOpened() {
            Particulars told = new Particulars(null, Instant.EPOCH, Map.of());
            AccountEvent event = given(opened())
                    .when(new DepositFunds(eur("1.00"), EUR, told))
                    .event();
            assertThat(event.effectiveAt()).isEqualTo(Instant.EPOCH);
        }
    }

    static List<Instruction> ofSeveralAccounts() {
        TransactionId transaction = new TransactionId("t");
        Posting posting = new Posting(ALICE, AccountId.WORLD, eur("1.00"), EUR);
        return List.of(
                new PostTransaction(List.of(posting), false, null, Particulars.NONE),
                new CaptureTransaction(transaction, null, true),
                new VoidTransaction(transaction),
                new ReverseTransaction(transaction, null, Map.of()));
    }

    @ParameterizedTest
    @MethodSource("ofSeveralAccounts")
    void doesNotDecideTransactions(Instruction instruction) {
        AccountScenario scenario = given(opened());
        assertThatThrownBy(() -> scenario.when(instruction))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(instruction.kind().name());
    }
}

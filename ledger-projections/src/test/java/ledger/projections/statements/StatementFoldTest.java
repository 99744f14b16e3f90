package ledger.projections.statements;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import ledger.language.AccountChange;
import ledger.language.AccountChange.AccountFrozen;
import ledger.language.AccountChange.Entry;
import ledger.language.AccountChange.FundsCaptured;
import ledger.language.AccountChange.FundsDeposited;
import ledger.language.AccountChange.FundsReleased;
import ledger.language.AccountChange.FundsReserved;
import ledger.language.AccountChange.FundsWithdrawn;
import ledger.language.AccountChange.ReleaseCause;
import ledger.language.AccountChange.TransactionPosted;
import ledger.language.AccountChange.TransactionReversed;
import ledger.language.AccountEvent;
import ledger.language.AccountId;
import ledger.language.Amount;
import ledger.language.Asset;
import ledger.language.CommandId;
import ledger.language.TransactionId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StatementFoldTest {
    private static final AccountId ALICE = new AccountId("alice");
    private static final AccountId BOB = new AccountId("bob");
    private static final AccountId FEES = new AccountId("fees");
    private static final TransactionId TRANSACTION = new TransactionId("t");
    private static final Instant RECORDED = Instant.parse("2026-01-02T00:00:00Z");
    private static final Instant EFFECTIVE = Instant.parse("2026-01-01T00:00:00Z");

    private static AccountEvent event(AccountChange change) {
        return new AccountEvent(
                ALICE,
                7,
                TRANSACTION,
                new CommandId("c"),
                new Asset("EUR", 2),
                Amount.ofMinor(1_000),
                Amount.ZERO,
                Amount.ZERO,
                0,
                RECORDED,
                EFFECTIVE,
                change);
    }

    private static Entry entry(AccountId counterparty, long minor) {
        return new Entry(counterparty, Amount.ofMinor(minor));
    }

    private static StatementItem item(AccountChange change) {
        return StatementFold.item(event(change)).orElseThrow();
    }

    @Test
    void aDepositComesFromTheWorldAndAWithdrawalGoesThere() {
        assertThat(item(new FundsDeposited(Amount.ofMinor(5), "r", Map.of())))
                .isEqualTo(new StatementItem(
                        7,
                        TRANSACTION,
                        Amount.ofMinor(5),
                        Amount.ofMinor(1_000),
                        List.of(AccountId.WORLD),
                        "r",
                        RECORDED,
                        EFFECTIVE));
        assertThat(item(new FundsWithdrawn(Amount.ofMinor(5), null, Map.of())).amount())
                .isEqualTo(Amount.ofMinor(-5));
    }

    @Test
    void theAmountOfATransactionIsTheNetOfItsEntries() {
        List<Entry> entries = List.of(entry(BOB, -25), entry(FEES, -1), entry(BOB, 10));

        StatementItem posted = item(new TransactionPosted(entries, List.of(), "order", Map.of()));
        assertThat(posted.amount()).isEqualTo(Amount.ofMinor(-16));
        assertThat(posted.counterparties()).containsExactly(BOB, FEES);
        assertThat(posted.reference()).isEqualTo("order");
        assertThat(item(new FundsCaptured(entries, Amount.ZERO, true, "order")).amount())
                .isEqualTo(Amount.ofMinor(-16));
        assertThat(item(new TransactionReversed(TRANSACTION, entries, List.of(), null, Map.of()))
                        .counterparties())
                .containsExactly(BOB, FEES);
    }

    @Test
    void aPartialSumMayExceedTheRangeOfAmounts() {
        Amount most = new Amount(BigInteger.TWO.pow(127).subtract(BigInteger.ONE));
        List<Entry> entries = List.of(new Entry(BOB, most), new Entry(BOB, most), new Entry(BOB, most.negated()));

        assertThat(item(new TransactionPosted(entries, List.of(), null, Map.of()))
                        .amount())
                .isEqualTo(most);
    }

    static Stream<AccountChange> unmoved() {
        List<Entry> entries = List.of(entry(BOB, -25));
        return Stream.of(
                new AccountFrozen(),
                new FundsReserved(entries, List.of(), true, null, null, Map.of()),
                new FundsReleased(Amount.ofMinor(25), ReleaseCause.VOIDED),
                new FundsCaptured(List.of(), Amount.ofMinor(25), true, null),
                new TransactionPosted(List.of(entry(BOB, -25), entry(BOB, 25)), List.of(), null, Map.of()));
    }

    @ParameterizedTest
    @MethodSource("unmoved")
    void whatDoesNotMoveTheBalanceIsAbsent(AccountChange change) {
        assertThat(StatementFold.item(event(change))).isEmpty();
        assertThat(StatementFold.head(event(change))).isEqualTo(new AccountHead(new Asset("EUR", 2), 7));
    }
}

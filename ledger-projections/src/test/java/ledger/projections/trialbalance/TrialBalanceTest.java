package ledger.projections.trialbalance;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import ledger.language.AccountChange.FundsDeposited;
import ledger.language.AccountChange.ReleaseCause;
import ledger.language.AccountEvent;
import ledger.language.AccountId;
import ledger.language.Amount;
import ledger.language.Asset;
import ledger.language.Limits;
import ledger.language.Posting;
import ledger.projections.AccountHistory;
import ledger.projections.PartitionedStores;
import ledger.projections.ReadModel;
import ledger.records.TrialBalanceRow;
import ledger.serde.StateSerde;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the books come to while events come in. Alice is in one partition, bob in another. */
class TrialBalanceTest {
    private static final Set<String> FIRST = Set.of("alice", "jean");
    private static final BigInteger LARGEST = BigInteger.TWO.pow(127).subtract(BigInteger.ONE);

    private final TrialBalanceProjection projection =
            new TrialBalanceProjection(new StateSerde<>(TrialBalanceRow.class));

    private final PartitionedStores<String, TrialBalanceRow> stores = new PartitionedStores<>(2);
    private final TrialBalanceQueries queries =
            new TrialBalanceQueries(projection, new ReadModel(() -> stores, (account, _) -> partition(account)));

    private final AccountHistory alice = new AccountHistory("alice");
    private final AccountHistory bob = new AccountHistory("bob");
    private final List<Posting> transfer = List.of(posting("alice", "bob", 25));

    private static int partition(String account) {
        return FIRST.contains(account) ? 0 : 1;
    }

    private static Posting posting(String from, String to, long minor) {
        return new Posting(new AccountId(from), new AccountId(to), Amount.ofMinor(minor), AccountHistory.EUR);
    }

    private void fold(AccountEvent... events) {
        for (AccountEvent event : events) {
            stores.folder(projection, partition(event.accountId().value())).fold(event);
        }
    }

    /** Debits, credits, accounts, boundary, in transit, and whether they are balanced. */
    private String euro() {
        List<TrialBalanceItem> items = queries.items("EUR", Duration.ZERO).answer();
        assertThat(items).hasSize(1);
        return text(items.getFirst().totals());
    }

    private static String text(Totals totals) {
        return totals.debits() + " " + totals.credits() + " " + totals.accounts() + " " + totals.boundary() + " "
                + totals.inTransit() + (totals.isBalanced() ? "" : " not balanced");
    }

    private List<String> currencies(@Nullable String currency) {
        return queries.items(currency, Duration.ZERO).answer().stream()
                .map(item -> item.asset().code() + ":" + item.asset().scale())
                .toList();
    }

    private static Amount minor(long minor) {
        return Amount.ofMinor(minor);
    }

    @Test
    void showsACurrencyFromItsFirstAccountOn() {
        assertThat(queries.items(null, Duration.ZERO).answer()).isEmpty();
        fold(alice.open());
        assertThat(euro()).isEqualTo("0 0 0 0 0");
    }

    @Test
    void bothSidesOfWhatCrossesTheBoundaryAreKnownAtOnce() {
        fold(alice.open(), alice.deposit("d", minor(100)));
        assertThat(euro()).isEqualTo("100 100 100 -100 0");
        fold(alice.withdraw("w", minor(30)));
        assertThat(euro()).isEqualTo("130 130 70 -70 0");
    }

    @Test
    void betweenTheTwoSidesOfATransferMoneyIsInTransit() {
        fold(alice.open(), alice.deposit("d", minor(100)), bob.open());
        fold(alice.post("t", minor(0), true, transfer));
        assertThat(euro()).isEqualTo("125 100 75 -100 25");
        fold(bob.post("t", minor(0), false, transfer));
        assertThat(euro()).isEqualTo("125 125 100 -100 0");

        List<Posting> back = List.of(posting("bob", "alice", 25));
        fold(alice.reverse("r", "t", minor(0), true, back));
        assertThat(euro()).isEqualTo("125 150 125 -100 -25");
        fold(bob.reverse("r", "t", minor(0), false, back));
        assertThat(euro()).isEqualTo("150 150 100 -100 0");
    }

    @Test
    void reservationsMoveNothingAndCapturesDo() {
        fold(alice.open(), alice.deposit("d", minor(100)), bob.open());
        fold(alice.reserve("t", true, true, transfer), bob.reserve("t", true, false, transfer));
        assertThat(euro()).isEqualTo("100 100 100 -100 0");
        List<Posting> part = List.of(posting("alice", "bob", 10));
        fold(alice.capture("t", minor(0), false, part), bob.capture("t", minor(0), false, part));
        assertThat(euro()).isEqualTo("110 110 100 -100 0");
        fold(alice.release("t", minor(15), ReleaseCause.VOIDED), bob.release("t", minor(0), ReleaseCause.VOIDED));
        assertThat(euro()).isEqualTo("110 110 100 -100 0");
    }

    @Test
    void entriesThatCancelOutAreTurnoverAllTheSame() {
        List<Posting> circle = List.of(posting("alice", "bob", 7), posting("bob", "alice", 7));
        fold(alice.open(), bob.open(), alice.post("t", minor(0), true, circle), bob.post("t", minor(0), false, circle));

        assertThat(euro()).isEqualTo("14 14 0 0 0");
    }

    @Test
    void eventsAreFoldedOnce() {
        AccountEvent opened = alice.open();
        AccountEvent deposited = alice.deposit("d", minor(100));
        fold(opened, deposited, opened, deposited);

        assertThat(euro()).isEqualTo("100 100 100 -100 0");
    }

    @Test
    void anEventWhoseBalanceIsNotWhatItsEntriesSayIsNoticed() {
        fold(alice.open(), alice.deposit("d", minor(100)));
        fold(alice.next("e", minor(11), minor(0), new FundsDeposited(minor(10), null, Map.of())));

        assertThat(euro()).isEqualTo("110 110 111 -110 0 not balanced");
    }

    @Test
    void aMissingMovementIsNoticed() {
        fold(alice.open());
        alice.deposit("lost", minor(100));
        fold(alice.deposit("d", minor(5)));

        assertThat(euro()).isEqualTo("5 5 105 -5 0 not balanced");
    }

    @Test
    void listsCurrenciesInTheirOrderAndScalesApart() {
        AccountHistory kenji = new AccountHistory("kenji", new Asset("JPY", 0));
        AccountHistory jean = new AccountHistory("jean", new Asset("EUR", 3));
        fold(kenji.open(), bob.open(), alice.open(), jean.open(), jean.deposit("d", minor(9)));

        assertThat(currencies(null)).containsExactly("EUR:2", "EUR:3", "JPY:0");
        assertThat(currencies("EUR")).containsExactly("EUR:2", "EUR:3");
        assertThat(currencies("JPY")).containsExactly("JPY:0");
        assertThat(currencies("EU")).isEmpty();
        assertThat(currencies("USD")).isEmpty();
        assertThat(text(queries.items("EUR", Duration.ZERO).answer().getLast().totals()))
                .isEqualTo("9 9 9 -9 0");
    }

    @Test
    void sumsMayExceedTheRangeOfAmounts() {
        Amount most = new Amount(LARGEST);
        fold(alice.open(new Limits(null, null)), bob.open());
        IntStream.range(0, 3).forEach(i -> {
            fold(alice.deposit("d" + i, most));
            fold(alice.withdraw("w" + i, most));
        });
        fold(alice.deposit("d", most), bob.deposit("d", most));

        Totals totals = queries.items("EUR", Duration.ZERO).answer().getFirst().totals();
        assertThat(totals.debits()).isEqualTo(LARGEST.multiply(BigInteger.valueOf(8)));
        assertThat(totals.credits()).isEqualTo(totals.debits());
        assertThat(totals.accounts()).isEqualTo(LARGEST.add(LARGEST));
        assertThat(totals.isBalanced()).isTrue();
    }
}

package ledger.projections.transactions;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import ledger.language.AccountChange.ReleaseCause;
import ledger.language.AccountEvent;
import ledger.language.AccountId;
import ledger.language.Amount;
import ledger.language.CommandOutcome.BalanceAfter;
import ledger.language.Limits;
import ledger.language.Posting;
import ledger.language.Transaction;
import ledger.language.Transaction.TransactionStatus;
import ledger.language.TransactionId;
import ledger.projections.AccountHistory;
import ledger.projections.PartitionedStores;
import ledger.projections.ReadBarrier;
import ledger.projections.ReadModel;
import ledger.records.TransactionRow;
import ledger.serde.StateSerde;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What readers see of transactions while events come in. Alice and cash are in one partition, bob and fees in another. */
class TransactionsTest {
    private static final Set<String> FIRST = Set.of("alice", "cash");

    private final TransactionsProjection projection =
            new TransactionsProjection(new StateSerde<>(TransactionRow.class));

    private final PartitionedStores<String, TransactionRow> stores = new PartitionedStores<>(2);
    private final TransactionQueries queries = new TransactionQueries(
            projection, new ReadModel(() -> stores, (account, _) -> partition(account)), new ReadBarrier());

    private final AccountHistory alice = new AccountHistory("alice");
    private final AccountHistory bob = new AccountHistory("bob");
    private final AccountHistory fees = new AccountHistory("fees");
    private final AccountHistory cash = new AccountHistory("cash");

    private final List<Posting> transfer = List.of(posting("alice", "bob", 2_500));
    private final List<Posting> order = List.of(posting("alice", "bob", 2_500), posting("alice", "fees", 50));

    @BeforeEach
    void open() {
        fold(
                alice.open(new Limits(Amount.ofMinor(1_000), null)),
                alice.deposit("d", Amount.ofMinor(10_000)),
                bob.open(new Limits(null, null)),
                fees.open(),
                cash.open());
    }

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

    private Optional<TransactionView> find(String id) {
        return queries.find(new TransactionId(id), Map.of(), Duration.ZERO, Duration.ZERO);
    }

    private Transaction transaction(String id) {
        return find(id).orElseThrow().transaction();
    }

    /** Account, balance, reserved, available and version. */
    private List<String> balances(String id) {
        return find(id).orElseThrow().balances().stream()
                .map(TransactionsTest::text)
                .toList();
    }

    private static String text(BalanceAfter after) {
        return String.join(
                " ",
                after.accountId().value(),
                after.balance().toString(),
                after.reserved().toString(),
                String.valueOf(after.available()),
                "@" + after.version());
    }

    private static Amount minor(long minor) {
        return Amount.ofMinor(minor);
    }

    @Test
    void aDepositAndAWithdrawalHaveOnePostingAgainstTheWorld() {
        fold(alice.withdraw("w", minor(3_000)));

        assertThat(transaction("d"))
                .isEqualTo(new Transaction(
                        new TransactionId("d"),
                        TransactionStatus.POSTED,
                        List.of(posting("@world", "alice", 10_000)),
                        List.of(),
                        "in",
                        Map.of("k", "v"),
                        AccountHistory.recordedAt(2),
                        AccountHistory.effectiveAt(2),
                        null,
                        null,
                        null));
        assertThat(balances("d")).containsExactly("alice 10000 0 11000 @2");
        assertThat(transaction("w").postings()).containsExactly(posting("alice", "@world", 3_000));
        assertThat(balances("w")).containsExactly("alice 7000 0 8000 @3");
        assertThat(find("opening")).isEmpty();
        assertThat(find("nothing")).isEmpty();
    }

    @Test
    void whatAnEventLeavesAvailableFollowsTheLimitsOfItsTime() {
        fold(
                alice.update(new Limits(null, null)),
                alice.deposit("unlimited", minor(1)),
                alice.update(Limits.NONE_BELOW_ZERO),
                alice.deposit("none", minor(1)));

        assertThat(balances("d")).containsExactly("alice 10000 0 11000 @2");
        assertThat(balances("unlimited")).containsExactly("alice 10001 0 null @4");
        assertThat(balances("none")).containsExactly("alice 10002 0 10002 @6");
    }

    @Test
    void aTransactionOfOneShardHasItsAccountsInTheOrderOfThePostings() {
        List<Posting> postings = List.of(posting("alice", "cash", 100), posting("@world", "alice", 1));
        fold(cash.post("t", minor(0), false, postings));
        assertThat(find("t")).isEmpty();
        fold(alice.post("t", minor(0), true, postings));

        assertThat(transaction("t").postings()).isEqualTo(postings);
        assertThat(transaction("t").captured()).isEmpty();
        assertThat(transaction("t").status()).isEqualTo(TransactionStatus.POSTED);
        assertThat(balances("t")).containsExactly("alice 9901 0 10901 @3", "cash 100 0 100 @2");
    }

    @Test
    void betweenShardsItIsThereOncePostedAtHomeAndEachLegOncePostedThere() {
        fold(alice.reserve("t", false, true, order), bob.reserve("t", false, false, order));
        assertThat(find("t")).isEmpty();

        fold(alice.post("t", minor(2_550), true, order));
        assertThat(transaction("t").recordedAt()).isEqualTo(AccountHistory.recordedAt(3));
        assertThat(transaction("t").effectiveAt()).isEqualTo(AccountHistory.effectiveAt(3));
        assertThat(transaction("t").reference()).isEqualTo("ref");
        assertThat(transaction("t").expiresAt()).isNull();
        assertThat(balances("t")).containsExactly("alice 7450 0 8450 @4");

        fold(fees.post("t", minor(0), false, order));
        assertThat(balances("t")).containsExactly("alice 7450 0 8450 @4", "fees 50 0 50 @2");
        fold(bob.post("t", minor(0), false, order));
        assertThat(balances("t")).containsExactly("alice 7450 0 8450 @4", "bob 2500 0 null @3", "fees 50 0 50 @2");
    }

    @Test
    void legsMayComeBeforeTheHome() {
        fold(bob.post("t", minor(0), false, transfer));
        assertThat(find("t")).isEmpty();
        fold(alice.post("t", minor(0), true, transfer));

        assertThat(balances("t")).containsExactly("alice 7500 0 8500 @3", "bob 2500 0 null @2");
    }

    @Test
    void aRejectedTransactionLeavesNothing() {
        fold(
                alice.reserve("t", false, true, order),
                bob.reserve("t", false, false, order),
                bob.release("t", minor(0), ReleaseCause.REJECTED),
                alice.release("t", minor(2_550), ReleaseCause.REJECTED));

        assertThat(find("t")).isEmpty();
        assertNothingIsKeptOf("t");
        assertThat(queries.version(alice.account())).isEqualTo(4);
    }

    @Test
    void aRejectedHoldNeverWas() {
        fold(alice.reserve("t", true, true, order), bob.reserve("t", true, false, order));
        assertThat(transaction("t").status()).isEqualTo(TransactionStatus.PENDING);
        fold(
                alice.release("t", minor(2_550), ReleaseCause.REJECTED),
                bob.release("t", minor(0), ReleaseCause.REJECTED));

        assertThat(find("t")).isEmpty();
        assertNothingIsKeptOf("t");
    }

    private void assertNothingIsKeptOf(String id) {
        for (int partition = 0; partition < 2; partition++) {
            stores.part(partition)
                    .all()
                    .forEachRemaining(entry -> assertThat(entry.key).doesNotStartWith(id + '\0'));
        }
    }

    @Test
    void aHoldIsCapturedInPartsAndEndsPosted() {
        fold(alice.reserve("t", true, true, transfer), bob.reserve("t", true, false, transfer));
        Transaction pending = transaction("t");
        assertThat(pending.status()).isEqualTo(TransactionStatus.PENDING);
        assertThat(pending.captured()).containsExactly(minor(0));
        assertThat(pending.expiresAt()).isEqualTo(AccountHistory.recordedAt(1_000));
        assertThat(balances("t")).containsExactly("alice 10000 2500 8500 @3", "bob 0 0 null @2");

        List<Posting> first = List.of(posting("alice", "bob", 1_000));
        fold(alice.capture("t", minor(0), false, first));
        assertThat(transaction("t").status()).isEqualTo(TransactionStatus.PENDING);
        assertThat(transaction("t").captured()).containsExactly(minor(1_000));
        assertThat(balances("t")).containsExactly("alice 9000 1500 8500 @4", "bob 0 0 null @2");

        List<Posting> second = List.of(posting("alice", "bob", 300));
        fold(
                bob.capture("t", minor(0), false, first),
                bob.capture("t", minor(0), true, second),
                alice.capture("t", minor(1_200), true, second));
        assertThat(transaction("t").status()).isEqualTo(TransactionStatus.POSTED);
        assertThat(transaction("t").captured()).containsExactly(minor(1_300));
        assertThat(transaction("t").recordedAt()).isEqualTo(pending.recordedAt());
        assertThat(transaction("t").reference()).isEqualTo("ref");
        assertThat(balances("t")).containsExactly("alice 8700 0 9700 @5", "bob 1300 0 null @4");
    }

    @Test
    void aHoldIntoItsHomeCountsWhatCameIn() {
        List<Posting> in = List.of(posting("@world", "alice", 900));
        fold(
                alice.reserve("t", true, true, in),
                alice.capture("t", minor(0), false, List.of(posting("@world", "alice", 200))));

        assertThat(transaction("t").captured()).containsExactly(minor(200));
    }

    @Test
    void aHoldOfSeveralPostingsIsCapturedWhole() {
        List<Posting> within = List.of(posting("alice", "cash", 2_500), posting("alice", "fees", 50));
        fold(
                alice.reserve("t", true, true, within),
                cash.reserve("t", true, false, within),
                fees.reserve("t", true, false, within),
                // Of the home's partition, but not the home.
                cash.capture("t", minor(0), true, within));
        assertThat(transaction("t").captured()).containsExactly(minor(0), minor(0));
        assertThat(transaction("t").status()).isEqualTo(TransactionStatus.PENDING);

        fold(alice.capture("t", minor(0), true, within), fees.capture("t", minor(0), true, within));
        assertThat(transaction("t").captured()).containsExactly(minor(2_500), minor(50));
        assertThat(transaction("t").status()).isEqualTo(TransactionStatus.POSTED);
        assertThat(balances("t")).containsExactly("alice 7450 0 8450 @4", "cash 2500 0 2500 @3", "fees 50 0 50 @3");
    }

    @ParameterizedTest
    @CsvSource({"VOIDED, VOIDED", "EXPIRED, EXPIRED", "OTHER, VOIDED"})
    void aHoldThatIsReleasedSaysHowUnlessSomethingWasCaptured(ReleaseCause cause, TransactionStatus status) {
        fold(
                alice.reserve("untouched", true, true, transfer),
                bob.reserve("untouched", true, false, transfer),
                alice.release("untouched", minor(2_500), cause),
                bob.release("untouched", minor(0), cause));
        assertThat(transaction("untouched").status()).isEqualTo(status);
        assertThat(transaction("untouched").captured()).containsExactly(minor(0));
        assertThat(balances("untouched")).containsExactly("alice 10000 0 11000 @4", "bob 0 0 null @3");

        fold(
                alice.reserve("part", true, true, transfer),
                alice.capture("part", minor(0), false, List.of(posting("alice", "bob", 1))),
                alice.release("part", minor(2_499), cause));
        assertThat(transaction("part").status()).isEqualTo(TransactionStatus.POSTED);
        assertThat(transaction("part").captured()).containsExactly(minor(1));
    }

    @Test
    void aReversalIsATransactionAndItsOppositeIsReversed() {
        List<Posting> back = List.of(posting("bob", "alice", 2_500));
        fold(
                bob.post("t", minor(0), false, transfer),
                alice.post("t", minor(0), true, transfer),
                alice.reserve("r", false, true, back),
                bob.reverse("r", "t", minor(0), false, back));
        assertThat(transaction("t").status()).isEqualTo(TransactionStatus.POSTED);
        assertThat(find("r")).isEmpty();

        fold(alice.reverse("r", "t", minor(0), true, back));
        assertThat(transaction("t").status()).isEqualTo(TransactionStatus.REVERSED);
        assertThat(transaction("t").reversedBy()).isEqualTo(new TransactionId("r"));
        assertThat(transaction("t").postings()).isEqualTo(transfer);
        assertThat(balances("t")).containsExactly("alice 7500 0 8500 @3", "bob 2500 0 null @2");
        assertThat(transaction("r").status()).isEqualTo(TransactionStatus.POSTED);
        assertThat(transaction("r").reverses()).isEqualTo(new TransactionId("t"));
        assertThat(transaction("r").recordedAt()).isEqualTo(AccountHistory.recordedAt(4));
        assertThat(balances("r")).containsExactly("bob 0 0 null @3", "alice 10000 0 11000 @5");
    }

    @Test
    void theReversalOfACapturedHoldKeepsWhatWasCaptured() {
        List<Posting> part = List.of(posting("alice", "bob", 700));
        List<Posting> back = List.of(posting("bob", "alice", 700));
        fold(
                alice.reserve("t", true, true, transfer),
                alice.capture("t", minor(1_800), true, part),
                alice.reverse("r", "t", minor(0), true, back));

        assertThat(transaction("t").status()).isEqualTo(TransactionStatus.REVERSED);
        assertThat(transaction("t").captured()).containsExactly(minor(700));
        assertThat(transaction("r").postings()).isEqualTo(back);
    }

    @ParameterizedTest
    @EnumSource(ReleaseCause.class)
    void eventsAreFoldedOnce(ReleaseCause cause) {
        AccountEvent reserved = alice.reserve("t", true, true, transfer);
        AccountEvent captured = alice.capture("t", minor(0), false, List.of(posting("alice", "bob", 100)));
        AccountEvent posted = alice.post("u", minor(0), true, transfer);
        fold(reserved, captured, posted, reserved, captured, alice.release("v", minor(0), cause), captured);

        assertThat(transaction("t").captured()).containsExactly(minor(100));
        assertThat(transaction("u").status()).isEqualTo(TransactionStatus.POSTED);
        assertThat(queries.version(alice.account())).isEqualTo(6);
        assertThat(queries.version(fees.account())).isEqualTo(1);
    }

    @Test
    void idsThatContinueAnotherAreOthers() {
        fold(alice.deposit("d:1", minor(1)), alice.deposit("d-", minor(1)), alice.deposit("{d}", minor(1)));

        assertThat(balances("d")).containsExactly("alice 10000 0 11000 @2");
        assertThat(balances("d:1")).containsExactly("alice 10001 0 11001 @3");
        assertThat(balances("{d}")).containsExactly("alice 10003 0 11003 @5");
        assertThat(find("alice")).isEmpty();
    }
}

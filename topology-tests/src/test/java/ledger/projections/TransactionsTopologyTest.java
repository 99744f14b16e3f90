package ledger.projections;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import ledger.language.AccountEvent;
import ledger.language.AccountId;
import ledger.language.Amount;
import ledger.language.CommandOutcome.BalanceAfter;
import ledger.language.Posting;
import ledger.language.Transaction;
import ledger.language.Transaction.TransactionStatus;
import ledger.language.TransactionId;
import ledger.projections.transactions.TransactionQueries;
import ledger.projections.transactions.TransactionView;
import ledger.projections.transactions.TransactionsProjection;
import ledger.records.TransactionRow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TransactionsTopologyTest {
    private static final AccountId ALICE = new AccountId("alice");
    private static final AccountId BOB = new AccountId("bob");

    private final TransactionsProjection projection = new TransactionsProjection(AvroSerde.of(TransactionRow.class));
    private final ProjectionDriver driver = new ProjectionDriver(projection);
    private final TransactionQueries queries = new TransactionQueries(projection, driver.model(), driver.barrier());
    private final Events alice = new Events("alice");
    private final Events bob = new Events("bob");

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void showsATransactionWithEveryAccount() {
        driver.fold(alice.open(), alice.deposit(1_000), bob.open());
        driver.fold(bob.send("t", -300, "alice", false), alice.send("t", 300, "bob", true));
        driver.fold(alice.withdraw(1));

        TransactionView found = find(new TransactionId("t")).orElseThrow();
        assertThat(found.transaction())
                .isEqualTo(new Transaction(
                        new TransactionId("t"),
                        TransactionStatus.POSTED,
                        List.of(new Posting(ALICE, BOB, Amount.ofMinor(300), Events.EUR)),
                        List.of(),
                        null,
                        Map.of("a", "2", "z", "1"),
                        Events.at(3),
                        Events.at(3),
                        null,
                        null,
                        null));
        assertThat(found.balances())
                .containsExactly(
                        new BalanceAfter(ALICE, Events.EUR, Amount.ofMinor(700), Amount.ZERO, Amount.ofMinor(700), 3),
                        new BalanceAfter(BOB, Events.EUR, Amount.ofMinor(300), Amount.ZERO, Amount.ofMinor(300), 2));
        assertThat(queries.version(ALICE)).isEqualTo(4);
        assertThat(queries.version(new AccountId("ali"))).isZero();
        assertThat(find(new TransactionId("u"))).isEmpty();
    }

    @Test
    void foldsAnEventOnceAndGoesOnAfterMissingVersions() {
        AccountEvent opened = alice.open();
        AccountEvent deposited = alice.deposit(100);
        driver.fold(opened, deposited, opened, deposited);
        alice.deposit(1);
        driver.fold(alice.deposit(7));

        assertThat(find(new TransactionId("c-alice-4")).orElseThrow().balances())
                .extracting(BalanceAfter::balance)
                .containsExactly(Amount.ofMinor(108));
        assertThat(driver.gaps()).containsExactly("transactions alice 3..3");
    }

    @Test
    void digestChangesWithOneCentAndNotWithTheOrderOfAccounts() {
        ModelDigest digest = digestOf(5, true);

        assertThat(digestOf(5, false)).isEqualTo(digest);
        assertThat(digestOf(6, true)).isNotEqualTo(digest);
    }

    private ModelDigest digestOf(long minor, boolean homeFirst) {
        try (ProjectionDriver run = new ProjectionDriver(projection)) {
            Events from = new Events("alice");
            Events to = new Events("bob");
            run.fold(from.open(), from.deposit(100), to.open());
            AccountEvent sent = from.send("t", minor, "bob", true);
            AccountEvent received = to.send("t", -minor, "alice", false);
            run.fold(homeFirst ? sent : received, homeFirst ? received : sent);
            return ModelDigest.of(projection, run);
        }
    }

    private Optional<TransactionView> find(TransactionId id) {
        return queries.find(id, Map.of(), Duration.ZERO, Duration.ZERO);
    }
}

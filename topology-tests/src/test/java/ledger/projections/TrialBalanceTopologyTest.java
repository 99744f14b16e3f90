package ledger.projections;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import ledger.language.AccountEvent;
import ledger.projections.trialbalance.Totals;
import ledger.projections.trialbalance.TrialBalanceItem;
import ledger.projections.trialbalance.TrialBalanceProjection;
import ledger.projections.trialbalance.TrialBalanceQueries;
import ledger.records.TrialBalanceRow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrialBalanceTopologyTest {
    private final TrialBalanceProjection projection = new TrialBalanceProjection(AvroSerde.of(TrialBalanceRow.class));
    private final ProjectionDriver driver = new ProjectionDriver(projection);
    private final TrialBalanceQueries queries = new TrialBalanceQueries(projection, driver.model());
    private final Events alice = new Events("alice");
    private final Events bob = new Events("bob");

    @AfterEach
    void close() {
        driver.close();
    }

    private static BigInteger minor(long minor) {
        return BigInteger.valueOf(minor);
    }

    private Totals totals() {
        List<TrialBalanceItem> items = queries.items(null, Duration.ZERO).answer();
        assertThat(items).extracting(TrialBalanceItem::asset).containsExactly(Events.EUR);
        return items.getFirst().totals();
    }

    @Test
    void sumsWhatHappenedToAllAccounts() {
        driver.fold(alice.open(), alice.deposit(1_000), bob.open(), alice.withdraw(200), bob.reserve(5));
        driver.fold(alice.send("t", 300, "bob", true));
        assertThat(totals()).isEqualTo(new Totals(minor(1_500), minor(1_200), minor(500), minor(-800), minor(300)));

        driver.fold(bob.send("t", -300, "alice", false));
        assertThat(totals()).isEqualTo(new Totals(minor(1_500), minor(1_500), minor(800), minor(-800), minor(0)));
        assertThat(totals().isBalanced()).isTrue();
    }

    @Test
    void foldsAnEventOnceAndNoticesWhatIsMissing() {
        AccountEvent opened = alice.open();
        AccountEvent deposited = alice.deposit(100);
        driver.fold(opened, deposited, opened, deposited);
        assertThat(totals().accounts()).isEqualTo(100);
        alice.deposit(1);
        driver.fold(alice.deposit(7));

        assertThat(totals()).isEqualTo(new Totals(minor(107), minor(107), minor(108), minor(-107), minor(0)));
        assertThat(totals().isBalanced()).isFalse();
        assertThat(driver.gaps()).containsExactly("trial-balance alice 3..3");
    }

    @Test
    void digestChangesWithOneCentAndNotWithTheOrderOfAccounts() {
        ModelDigest digest = digestOf(5, true);

        assertThat(digestOf(5, false)).isEqualTo(digest);
        assertThat(digestOf(6, true)).isNotEqualTo(digest);
    }

    private ModelDigest digestOf(long minor, boolean aliceFirst) {
        try (ProjectionDriver run = new ProjectionDriver(projection)) {
            Events from = new Events("alice");
            Events to = new Events("bob");
            run.fold(from.open(), from.deposit(100), to.open());
            AccountEvent sent = from.send("t", minor, "bob", true);
            AccountEvent received = to.send("t", -minor, "alice", false);
            run.fold(aliceFirst ? sent : received, aliceFirst ? received : sent);
            return ModelDigest.of(projection, run);
        }
    }
}

package ledger.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import ledger.language.Account;
import ledger.language.AccountEvent;
import ledger.language.AccountId;
import ledger.language.AccountStatus;
import ledger.language.Amount;
import ledger.projections.balances.BalanceQueries;
import ledger.projections.balances.BalancesProjection;
import ledger.records.AccountBalance;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BalancesTopologyTest {
    private final BalancesProjection projection = new BalancesProjection(AvroSerde.of(AccountBalance.class));
    private final ProjectionDriver driver = new ProjectionDriver(projection);
    private final BalanceQueries queries = new BalanceQueries(projection, driver.model());

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void showsAnAccountAsItsLastEventLeftIt() {
        Events alice = new Events("alice");
        driver.fold(alice.open(), alice.deposit(10_000), alice.withdraw(2_550), alice.reserve(1_000));

        Account account = queries.find(new AccountId("alice")).orElseThrow();

        assertThat(account.balance()).isEqualTo(Amount.ofMinor(7_450));
        assertThat(account.reserved()).isEqualTo(Amount.ofMinor(1_000));
        assertThat(account.version()).isEqualTo(4);
        assertThat(account.status()).isEqualTo(AccountStatus.OPEN);
        assertThat(account.asset()).isEqualTo(Events.EUR);
        assertThat(account.metadata()).containsEntry("tier", "gold");
        assertThat(account.openedAt()).isEqualTo(Events.at(1));
        assertThat(account.updatedAt()).isEqualTo(Events.at(4));
        assertThat(queries.find(new AccountId("bob"))).isEmpty();
    }

    @Test
    void foldsAnEventOnce() {
        Events alice = new Events("alice");
        AccountEvent opened = alice.open();
        AccountEvent deposited = alice.deposit(100);
        AccountEvent withdrawn = alice.withdraw(30);

        driver.fold(opened, deposited, withdrawn, opened, deposited);

        assertThat(queries.find(new AccountId("alice")).orElseThrow().balance()).isEqualTo(Amount.ofMinor(70));
        assertThat(driver.gaps()).isEmpty();
    }

    @Test
    void goesOnAfterMissingVersionsAndSaysSo() {
        Events alice = new Events("alice");
        alice.open();
        AccountEvent second = alice.deposit(100);
        alice.deposit(50);
        AccountEvent fourth = alice.deposit(7);

        driver.fold(second, fourth);

        assertThat(queries.find(new AccountId("alice")).orElseThrow().balance()).isEqualTo(Amount.ofMinor(157));
        assertThat(driver.gaps()).containsExactly("balances alice 1..1", "balances alice 3..3");
    }

    @Test
    void listsAPrefixPageByPage() {
        driver.fold(Stream.of("acme:1", "acme:10", "acme:2", "acme", "acmf", "beta", "acme:{x}")
                .map(id -> new Events(id).open()));

        assertThat(ids(queries.list("acme:", null, 10, Duration.ZERO).answer()))
                .containsExactly("acme:1", "acme:10", "acme:2", "acme:{x}");
        assertThat(ids(queries.list("", null, 10, Duration.ZERO).answer())).hasSize(7);
        assertThat(ids(queries.list("nobody", null, 10, Duration.ZERO).answer()))
                .isEmpty();

        Page<Account, AccountId> first =
                queries.list("acme:", null, 2, Duration.ZERO).answer();
        assertThat(ids(first)).containsExactly("acme:1", "acme:10");
        assertThat(first.nextCursor()).isEqualTo(new AccountId("acme:10"));
        Page<Account, AccountId> second =
                queries.list("acme:", first.nextCursor(), 2, Duration.ZERO).answer();
        assertThat(ids(second)).containsExactly("acme:2", "acme:{x}");
        assertThat(second.nextCursor()).isNull();
    }

    @Test
    void tellsReadersThatAVersionIsThere() throws Exception {
        Events alice = new Events("alice");
        AccountId id = new AccountId("alice");
        driver.fold(alice.open());
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> reached = readers.submit(
                    () -> driver.barrier().await(id, 2, () -> versionOf(id) >= 2, Duration.ofMinutes(1)));
            await().until(() -> driver.barrier().waiting() == 1);

            driver.fold(alice.deposit(1));

            assertThat(reached.get(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void digestChangesWithOneCentAndNotWithTheOrderOfAccounts() {
        ModelDigest digest = digestOf(100, false);

        assertThat(digestOf(100, true)).isEqualTo(digest);
        assertThat(digestOf(101, false)).isNotEqualTo(digest);
        assertThat(digest.toString()).matches("[0-9a-f]{64}");
    }

    private ModelDigest digestOf(long minor, boolean backwards) {
        try (ProjectionDriver run = new ProjectionDriver(projection)) {
            int accounts = 20;
            run.fold(IntStream.range(0, accounts)
                    .mapToObj(i -> new Events("account-" + (backwards ? accounts - 1 - i : i)))
                    .flatMap(events -> Stream.of(events.open(), events.deposit(minor))));
            return ModelDigest.of(projection, run);
        }
    }

    private long versionOf(AccountId id) {
        return queries.find(id).map(Account::version).orElse(0L);
    }

    private static List<String> ids(Page<Account, AccountId> page) {
        return page.items().stream().map(account -> account.id().value()).toList();
    }
}

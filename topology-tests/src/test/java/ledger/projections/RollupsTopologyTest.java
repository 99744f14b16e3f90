package ledger.projections;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import ledger.language.AccountEvent;
import ledger.language.AccountId;
import ledger.language.Asset;
import ledger.projections.RandomHistory.Fact;
import ledger.projections.RandomHistory.Step;
import ledger.projections.rollups.RollupItem;
import ledger.projections.rollups.RollupQueries;
import ledger.projections.rollups.RollupsProjection;
import ledger.records.RollupAccount;
import ledger.records.RollupRow;
import ledger.testing.RandomCases;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RollupsTopologyTest {
    /** Nine levels and more: of the ninth no totals are kept. */
    private static final String DEEP = "1:2:3:4:5:6:7:8:";

    private static final List<String> ACCOUNTS = List.of(
            "acme",
            "acme:",
            "acme:1",
            "acme:customers:1",
            "acme:customers:10",
            "acme:customers:1:savings",
            "acmf:1",
            "{acme}:1",
            ":",
            "::",
            "beta",
            DEEP + "9",
            DEEP + "9:10",
            DEEP + "9:11:");

    private static final List<Asset> ASSETS = List.of(Events.EUR, new Asset("JPY", 0), new Asset("EUR", 3));

    private final RollupsProjection projection =
            new RollupsProjection(AvroSerde.of(RollupAccount.class), AvroSerde.of(RollupRow.class));
    private final ProjectionDriver driver = new ProjectionDriver(projection);
    private final RollupQueries queries = new RollupQueries(projection, driver.model());

    @AfterEach
    void close() {
        driver.close();
    }

    private String sums(String prefix) {
        return texts(queries.items(prefix, Duration.ZERO).answer());
    }

    private static String texts(List<RollupItem> items) {
        return String.join(
                ", ",
                items.stream()
                        .map(item -> item.asset().code() + ":" + item.asset().scale() + " " + item.accounts() + " "
                                + item.balance())
                        .toList());
    }

    @Test
    void sumsAccountsUnderEveryLevelOfTheirIds() {
        Events cash = new Events("acme:cash");
        Events first = new Events("acme:customers:1");
        Events second = new Events("acme:customers:2");
        driver.fold(cash.open(), cash.deposit(100), first.open(), first.deposit(20), second.open(), second.withdraw(3));
        driver.fold(new Events("beta").open());

        assertThat(sums("")).isEqualTo("EUR:2 4 117");
        assertThat(sums("acme:")).isEqualTo("EUR:2 3 117");
        assertThat(sums("acme:customers:")).isEqualTo("EUR:2 2 17");
        assertThat(sums("beta:")).isEmpty();
        assertThat(sums("nobody:")).isEmpty();
    }

    @Test
    void answersPrefixesThatNoTotalsAreKeptOf() {
        Events deep = new Events(DEEP + "9:a");
        driver.fold(deep.open(), deep.deposit(7), new Events(DEEP + "9:b").open(), new Events(DEEP + "x").open());

        assertThat(sums(DEEP)).isEqualTo("EUR:2 3 7");
        assertThat(sums(DEEP + "9:")).isEqualTo("EUR:2 2 7");
        assertThat(sums(DEEP + "9")).isEqualTo("EUR:2 2 7");
        assertThat(sums(DEEP + "9:a")).isEqualTo("EUR:2 1 7");
        assertThat(sums("1")).isEqualTo("EUR:2 3 7");
        assertThat(sums(DEEP + "y")).isEmpty();
    }

    @Test
    void keepsTotalsOfEightLevelsAndNoMore() {
        driver.fold(new Events(DEEP + "9:a").open());

        var totals = driver.store(projection.totals(), 0);
        assertThat(totals.get(DEEP + "/EUR/2")).isNotNull();
        assertThat(totals.get(DEEP + "9:/EUR/2")).isNull();
        // The empty prefix and eight levels, each with its assets and its totals.
        try (var rows = totals.all()) {
            assertThat(rows).toIterable().hasSize(18);
        }
    }

    @Test
    void foldsAnEventOnceAndGoesOnAfterMissingVersions() {
        Events alice = new Events("a:alice");
        AccountEvent opened = alice.open();
        AccountEvent deposited = alice.deposit(100);
        driver.fold(opened, deposited, opened, deposited);
        assertThat(sums("a:")).isEqualTo("EUR:2 1 100");
        alice.deposit(1);
        driver.fold(alice.deposit(7));

        assertThat(sums("a:")).isEqualTo("EUR:2 1 108");
        assertThat(driver.gaps()).containsExactly("rollups a:alice 3..3");
    }

    @Test
    void isWhatAFoldInPlainCollectionsSays() {
        RandomCases.check(15, random -> {
            RandomHistory history = new RandomHistory(random, ACCOUNTS, ASSETS, 200, RandomHistory.NOWHERE);
            List<Step> arrived = history.disturbed();
            try (Partitions partitions = new Partitions(projection, 3)) {
                partitions.fold(arrived.stream().map(Step::event));
                compare(RandomHistory.counted(arrived), new RollupQueries(projection, partitions.model()));
            }
        });
    }

    private static void compare(List<Fact> facts, RollupQueries queries) {
        Map<AccountId, Fact> last = new HashMap<>();
        facts.forEach(fact -> last.put(fact.account(), fact));
        for (String prefix : prefixes()) {
            SortedMap<Asset, RollupItem> expected =
                    new TreeMap<>(Comparator.comparing(Asset::code).thenComparingInt(Asset::scale));
            for (Fact fact : last.values()) {
                if (fact.account().value().startsWith(prefix)) {
                    RollupItem sum =
                            expected.getOrDefault(fact.asset(), new RollupItem(fact.asset(), 0, BigInteger.ZERO));
                    expected.put(
                            fact.asset(),
                            new RollupItem(
                                    fact.asset(),
                                    sum.accounts() + 1,
                                    sum.balance().add(fact.balance())));
                }
            }
            assertThat(queries.items(prefix, Duration.ZERO).answer())
                    .as(prefix)
                    .containsExactlyElementsOf(expected.values());
        }
    }

    /** Every beginning of every id, and some of none. */
    private static SortedSet<String> prefixes() {
        SortedSet<String> prefixes = new TreeSet<>(List.of("z", "acme:customers:2", "acme::", ":::"));
        for (String id : ACCOUNTS) {
            for (int end = 0; end <= id.length(); end++) {
                prefixes.add(id.substring(0, end));
            }
        }
        return prefixes;
    }
}

package ledger.projections.balances;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import ledger.language.Account;
import ledger.language.AccountId;
import ledger.projections.ModelDigest;
import ledger.projections.Page;
import ledger.projections.PartitionedStores;
import ledger.projections.ReadModel;
import ledger.projections.ReadModelUnavailableException;
import ledger.records.AccountBalance;
import ledger.records.AccountStatus;
import ledger.serde.StateSerde;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BalanceQueriesTest {
    private static final int PARTITIONS = 3;

    private final BalancesProjection projection = new BalancesProjection(new StateSerde<>(AccountBalance.class));

    private final PartitionedStores<String, AccountBalance> stores = new PartitionedStores<>(PARTITIONS);
    private final AtomicReference<PartitionedStores<String, AccountBalance>> serving = new AtomicReference<>(stores);
    private final BalanceQueries queries =
            new BalanceQueries(projection, new ReadModel(serving::get, BalanceQueriesTest::shardOf));

    private static int shardOf(String account, int shards) {
        return Math.floorMod(account.hashCode(), shards);
    }

    private static AccountBalance balance(String id, long minor) {
        return balance(id, minor, Map.of());
    }

    private static AccountBalance balance(String id, long minor, Map<String, String> metadata) {
        return new AccountBalance(
                id,
                "EUR",
                2,
                AccountStatus.OPEN,
                BigDecimal.valueOf(minor),
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                0,
                BigDecimal.ZERO,
                null,
                1L,
                metadata,
                Instant.EPOCH,
                Instant.EPOCH);
    }

    private static void put(PartitionedStores<String, AccountBalance> to, String id, long minor) {
        to.part(shardOf(id, PARTITIONS)).put(id, balance(id, minor));
    }

    @Test
    void findsAnAccountInItsPartition() {
        put(stores, "alice", 5);

        assertThat(queries.find(new AccountId("alice"))).isPresent();
        assertThat(queries.find(new AccountId("bob"))).isEmpty();
    }

    @Test
    void listsPartitionsMergedInTheOrderOfIds() {
        List<String> ids =
                IntStream.range(0, 50).mapToObj(i -> "acme:" + i).sorted().toList();
        ids.forEach(id -> put(stores, id, 1));
        put(stores, "abc", 1);
        put(stores, "acmf", 1);

        for (int limit : List.of(1, 7, 49, 50, 51)) {
            List<String> listed = new ArrayList<>();
            @Nullable AccountId cursor = null;
            do {
                Page<Account, AccountId> page =
                        queries.list("acme:", cursor, limit, Duration.ZERO).answer();
                assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
                page.items().forEach(account -> listed.add(account.id().value()));
                cursor = page.nextCursor();
            } while (cursor != null);
            assertThat(listed).as("limit " + limit).isEqualTo(ids);
        }
        assertThat(queries.list("acme:", new AccountId("zzz"), 9, Duration.ZERO)
                        .answer()
                        .items())
                .isEmpty();
        assertThat(queries.list("acme:", new AccountId("a"), 1, Duration.ZERO)
                        .answer()
                        .items())
                .hasSize(1);
        for (int partition = 0; partition < PARTITIONS; partition++) {
            assertThat(stores.part(partition).openIterators()).isZero();
        }
    }

    @Test
    void readsTheNewGenerationWhenTheOldOneWasClosedUnderTheQuery() {
        PartitionedStores<String, AccountBalance> next = new PartitionedStores<>(PARTITIONS);
        put(next, "alice", 5);
        stores.readable(false);
        BalanceQueries switching = new BalanceQueries(
                projection, new ReadModel(() -> serving.getAndSet(next), BalanceQueriesTest::shardOf));

        assertThat(switching.find(new AccountId("alice"))).isPresent();
    }

    @Test
    void saysSoWhenItCannotBeRead() {
        stores.readable(false);

        assertThatExceptionOfType(ReadModelUnavailableException.class)
                .isThrownBy(() -> queries.find(new AccountId("alice")));
        assertThatExceptionOfType(ReadModelUnavailableException.class)
                .isThrownBy(() -> queries.list("", null, 1, Duration.ZERO).answer());
    }

    @Test
    void digestsOfPartsAddUpAndDifferByOneCentAndNotByTheOrderOfMaps() {
        PartitionedStores<String, AccountBalance> one = new PartitionedStores<>(1);
        PartitionedStores<String, AccountBalance> two = new PartitionedStores<>(2);
        Map<String, String> forwards = new LinkedHashMap<>();
        Map<String, String> backwards = new LinkedHashMap<>();
        for (int i = 0; i < 9; i++) {
            forwards.put("key" + i, "value");
            backwards.put("key" + (8 - i), "value");
        }
        one.part(0).put("a", balance("a", 1, forwards));
        one.part(0).put("b", balance("b", 2));
        two.part(0).put("b", balance("b", 2));
        two.part(1).put("a", balance("a", 1, backwards));
        ModelDigest whole = ModelDigest.of(projection, one);
        assertThat(ModelDigest.of(projection, two)).isEqualTo(whole).isNotEqualTo(ModelDigest.EMPTY);

        two.part(1).put("a", balance("a", 2, backwards));
        assertThat(ModelDigest.of(projection, two)).isNotEqualTo(whole);
    }
}

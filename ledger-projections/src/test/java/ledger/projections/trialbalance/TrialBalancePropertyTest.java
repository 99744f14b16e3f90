package ledger.projections.trialbalance;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import ledger.language.AccountChange.ReleaseCause;
import ledger.language.AccountEvent;
import ledger.language.AccountId;
import ledger.language.Amount;
import ledger.language.Asset;
import ledger.language.Posting;
import ledger.projections.AccountHistory;
import ledger.projections.PartitionedStores;
import ledger.projections.ReadModel;
import ledger.records.TrialBalanceRow;
import ledger.serde.StateSerde;
import ledger.testing.RandomCases;
import ledger.testing.RandomValues;
import org.junit.jupiter.api.Test;

/**
 * Books that are balanced stay so at every offset of every partition, however the partitions are read against each other,
 * and nothing is in transit at the end.
 */
class TrialBalancePropertyTest {
    private static final int PARTITIONS = 3;
    private static final int ACCOUNTS = 6;
    private static final int COMMANDS = 25;
    private static final List<Asset> ASSETS = List.of(AccountHistory.EUR, new Asset("JPY", 0));

    @Test
    void booksStayBalanced() {
        RandomCases.check(300, random -> new Books(random).check());
    }

    /** One random history, and what is folded of it. */
    private static final class Books {
        private final RandomGenerator random;
        private final TrialBalanceProjection projection =
                new TrialBalanceProjection(new StateSerde<>(TrialBalanceRow.class));
        private final PartitionedStores<String, TrialBalanceRow> stores = new PartitionedStores<>(PARTITIONS);
        private final TrialBalanceQueries queries =
                new TrialBalanceQueries(projection, new ReadModel(() -> stores, (_, _) -> 0));
        private final List<AccountHistory> accounts = new ArrayList<>();
        private final List<Queue<AccountEvent>> logs = IntStream.range(0, PARTITIONS)
                .<Queue<AccountEvent>>mapToObj(_ -> new ArrayDeque<>())
                .toList();

        Books(RandomGenerator random) {
            this.random = random;
            for (int i = 0; i < ACCOUNTS; i++) {
                Asset asset = RandomValues.oneOf(random, ASSETS);
                AccountHistory account = new AccountHistory("account-" + i, asset);
                accounts.add(account);
                append(account.open());
            }
            IntStream.range(0, COMMANDS).forEach(i -> command("t" + i));
        }

        private void append(AccountEvent event) {
            logs.get(Math.floorMod(event.accountId().hashCode(), PARTITIONS)).add(event);
        }

        private void command(String id) {
            AccountHistory account = RandomValues.oneOf(random, accounts);
            switch (random.nextInt(6)) {
                case 0 -> append(account.deposit(id, amount()));
                case 1 -> append(account.withdraw(id, amount()));
                case 2 -> each(postings(), (one, all) -> append(one.post(id, Amount.ZERO, false, all)));
                case 3 -> each(postings(), (one, all) -> append(one.reverse(id, "t0", Amount.ZERO, false, all)));
                case 4 ->
                    each(postings(), (one, all) -> {
                        append(one.reserve(id, true, false, all));
                        append(one.capture(id, Amount.ZERO, true, all));
                    });
                default ->
                    each(postings(), (one, all) -> {
                        append(one.reserve(id, false, false, all));
                        append(one.release(id, one.taken(all), ReleaseCause.REJECTED));
                    });
            }
        }

        private interface Part {
            void of(AccountHistory account, List<Posting> all);
        }

        private void each(List<Posting> postings, Part part) {
            List<AccountId> touched = Posting.accounts(postings);
            accounts.stream()
                    .filter(account -> touched.contains(account.account()))
                    .forEach(account -> part.of(account, postings));
        }

        /** Large enough that sums leave the range of amounts, small enough that balances do not. */
        private Amount amount() {
            return new Amount(
                    RandomValues.positive(random).minor().shiftRight(8).max(BigInteger.ONE));
        }

        private List<Posting> postings() {
            return IntStream.range(0, random.nextInt(1, 5))
                    .mapToObj(_ -> posting())
                    .toList();
        }

        private Posting posting() {
            AccountHistory from = RandomValues.oneOf(random, accounts);
            List<AccountId> others = new ArrayList<>(List.of(AccountId.WORLD));
            accounts.stream()
                    .filter(other -> other != from && other.asset().equals(from.asset()))
                    .forEach(other -> others.add(other.account()));
            AccountId other = RandomValues.oneOf(random, others);
            return random.nextBoolean()
                    ? new Posting(from.account(), other, amount(), from.asset())
                    : new Posting(other, from.account(), amount(), from.asset());
        }

        void check() {
            for (List<Integer> left = left(); !left.isEmpty(); left = left()) {
                int partition = RandomValues.oneOf(random, left);
                stores.folder(projection, partition).fold(logs.get(partition).remove());
                assertThat(queries.items(null, Duration.ZERO).answer())
                        .allMatch(item -> item.totals().isBalanced());
            }
            for (TrialBalanceItem item : queries.items(null, Duration.ZERO).answer()) {
                Totals totals = item.totals();
                assertThat(totals.inTransit()).isZero();
                assertThat(totals.debits()).isEqualTo(totals.credits());
                assertThat(totals.accounts()).isEqualTo(balances(item.asset()));
            }
        }

        /** The partitions that have not been read to their ends. */
        private List<Integer> left() {
            return IntStream.range(0, PARTITIONS)
                    .filter(partition -> !logs.get(partition).isEmpty())
                    .boxed()
                    .toList();
        }

        private BigInteger balances(Asset asset) {
            return accounts.stream()
                    .filter(account -> account.asset().equals(asset))
                    .map(account -> account.balance().minor())
                    .reduce(BigInteger.ZERO, BigInteger::add);
        }
    }
}

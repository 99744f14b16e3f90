package ledger.api.log;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import ledger.api.log.Until.Position;
import ledger.language.Account;
import ledger.language.AccountEvent;
import ledger.language.AccountId;
import ledger.language.Amount;
import ledger.language.Asset;
import ledger.projections.balances.BalanceFold;
import ledger.projections.trialbalance.Totals;
import ledger.projections.trialbalance.TrialBalanceItem;

/**
 * What a ledger came to at a point, computed from its log alone. It takes the memory of one balance for each account of
 * a partition: partitions are read one after the other.
 */
public final class Replay {
    private static final long TELL_EVERY = 10_000;

    private final Until until;
    private final Set<AccountId> wanted;
    private final LongConsumer progress;

    private final SortedMap<Asset, Totals> totals = new TreeMap<>();
    private final Map<AccountId, Account> accounts = new LinkedHashMap<>();
    private final SortedMap<Integer, Long> positions = new TreeMap<>();
    private long read;
    private long events;
    private long undecodable;

    private Replay(Until until, Collection<AccountId> wanted, LongConsumer progress) {
        this.until = until;
        this.wanted = Set.copyOf(wanted);
        this.progress = progress;
    }

    /**
     * What the replay came to.
     *
     * @param positions by partition, the offset before which events were read
     * @param events how many counted
     * @param undecodable records that are no events
     * @param trialBalance the totals of each asset, in the order of their codes
     * @param accounts those asked for that were there
     */
    public record Result(
            SortedMap<Integer, Long> positions,
            long events,
            long undecodable,
            List<TrialBalanceItem> trialBalance,
            Map<AccountId, Account> accounts) {}

    /**
     * Reads the log.
     *
     * @param wanted accounts to show
     * @param progress is told how many records were read so far
     * @throws LogException if the point is not in the log
     */
    public static Result of(LedgerLog log, Until until, Collection<AccountId> wanted, LongConsumer progress) {
        Replay replay = new Replay(until, wanted, progress);
        return replay.run(log);
    }

    private Result run(LedgerLog log) {
        SortedMap<Integer, Long> ends = ends(log);
        ends.forEach((partition, end) -> log.read(partition, end, new Fold()));
        positions.putAll(ends);
        return new Result(
                positions,
                events,
                undecodable,
                totals.entrySet().stream()
                        .map(item -> new TrialBalanceItem(item.getKey(), item.getValue()))
                        .toList(),
                accounts);
    }

    private SortedMap<Integer, Long> ends(LedgerLog log) {
        SortedMap<Integer, Long> now = log.ends();
        if (!(until instanceof Position(Map<Integer, Long> asked))) {
            return now;
        }
        if (!asked.keySet().equals(now.keySet())) {
            throw new LogException("the position names the partitions " + new TreeMap<>(asked).keySet()
                    + ", and the log has " + now.keySet() + ": name each of them once");
        }
        asked.forEach((partition, end) -> {
            if (end > now.getOrDefault(partition, 0L)) {
                throw new LogException("the position is beyond the log: partition " + partition + " ends at "
                        + now.get(partition) + ", not " + end);
            }
        });
        return new TreeMap<>(asked);
    }

    /** Of one partition. */
    private final class Fold implements EventListener {
        private final Map<AccountId, Amount> balances = new HashMap<>();
        private final Map<AccountId, Long> versions = new HashMap<>();

        @Override
        public void event(int partition, long offset, AccountEvent event) {
            countRead();
            // Never twice, also where something else than the ledger has written to the topic.
            if (!until.includes(event) || event.version() <= versions.getOrDefault(event.accountId(), 0L)) {
                return;
            }
            events++;
            AccountId id = event.accountId();
            versions.put(id, event.version());
            Amount before = balances.put(id, event.balance());
            totals.merge(event.asset(), Totals.of(event, before == null ? Amount.ZERO : before), Totals::plus);
            if (wanted.contains(id)) {
                accounts.put(id, BalanceFold.after(accounts.get(id), event));
            }
        }

        @Override
        public void undecodable(int partition, long offset, RuntimeException cause) {
            countRead();
            undecodable++;
        }
    }

    private void countRead() {
        read++;
        if (read % TELL_EVERY == 0) {
            progress.accept(read);
        }
    }
}

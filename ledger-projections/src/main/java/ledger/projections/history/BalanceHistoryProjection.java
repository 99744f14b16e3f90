package ledger.projections.history;

import java.math.BigInteger;
import java.util.List;
import ledger.language.AccountEvent;
import ledger.language.AccountId;
import ledger.projections.EventFolder;
import ledger.projections.FoldContext;
import ledger.projections.Movements;
import ledger.projections.Projection;
import ledger.projections.ProjectionStore;
import ledger.projections.VersionGate;
import ledger.records.BalanceHistoryRow;
import ledger.serde.StateSerde;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * What every account held at every time.
 *
 * <p>Most entries count from the moment they are recorded. Those are kept once, with the sum of all such entries up to
 * them: so their part of any question is one seek, however long the history. An entry that counts from another time, past
 * or future and however far, is kept by that time as well, and in the sum of its day. Nothing is ever too late: there is
 * no grace period and no retention. A versioned store would have both, and would know one of the two times alone.
 *
 * <p>An entry writes two rows, one that counts from another time four.
 */
public final class BalanceHistoryProjection implements Projection {
    /** Its name. */
    public static final String NAME = "balance-history";

    private final ProjectionStore<HistoryKey, BalanceHistoryRow> rows;

    /** @param rows serde of what is stored */
    public BalanceHistoryProjection(StateSerde<BalanceHistoryRow> rows) {
        this.rows = new ProjectionStore<>("rows", new HistoryKeySerde(), rows);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<ProjectionStore<?, ?>> stores() {
        return List.of(rows);
    }

    /** The one store. */
    public ProjectionStore<HistoryKey, BalanceHistoryRow> rows() {
        return rows;
    }

    @Override
    public EventFolder folder(FoldContext context) {
        KeyValueStore<HistoryKey, BalanceHistoryRow> store = context.store(rows);
        VersionGate gate = context.gate();
        return event -> {
            HistoryKey headKey = HistoryKey.head(event.accountId());
            @Nullable BalanceHistoryRow row = store.get(headKey);
            @Nullable AccountHead before = row == null ? null : HistoryRows.head(row);
            if (gate.admits(before == null ? 0 : before.version(), event)) {
                BigInteger punctual = fold(store, event, before == null ? BigInteger.ZERO : before.punctual());
                // Last: whoever sees the head's version finds all entries up to it.
                store.put(headKey, HistoryRows.row(new AccountHead(event.asset(), event.version(), punctual)));
            }
        };
    }

    /** Adds the event's entry, if it has one; returns what the punctual ones come to with it. */
    private static BigInteger fold(
            KeyValueStore<HistoryKey, BalanceHistoryRow> store, AccountEvent event, BigInteger punctualBefore) {
        BigInteger moved = Movements.net(event.change());
        if (moved.signum() == 0) {
            return punctualBefore;
        }
        boolean isPunctual = event.effectiveAt().equals(event.recordedAt());
        BigInteger punctual = isPunctual ? punctualBefore.add(moved) : punctualBefore;
        AccountId account = event.accountId();
        store.put(
                HistoryKey.recorded(account, event.recordedAt(), event.version()),
                HistoryRows.recorded(event.balance(), punctual));
        if (!isPunctual) {
            store.put(
                    HistoryKey.shifted(account, event.effectiveAt(), event.version()),
                    HistoryRows.shifted(moved, event.recordedAt()));
            HistoryKey day = HistoryKey.day(account, HistoryKey.dayOf(event.effectiveAt()));
            @Nullable BalanceHistoryRow before = store.get(day);
            store.put(
                    day,
                    HistoryRows.day(
                            before == null
                                    ? moved
                                    : HistoryRows.sumOfDay(before).add(moved)));
        }
        return punctual;
    }
}

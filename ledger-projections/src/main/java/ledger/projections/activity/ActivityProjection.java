package ledger.projections.activity;

import java.math.BigInteger;
import java.util.List;
import ledger.language.AccountEvent;
import ledger.projections.EventFolder;
import ledger.projections.FoldContext;
import ledger.projections.Movements;
import ledger.projections.Projection;
import ledger.projections.ProjectionStore;
import ledger.projections.VersionGate;
import ledger.records.ActivityRow;
import ledger.serde.StateSerde;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * How often and how much each account's posted balance was moved in every hour and every day of effective time. An entry
 * counts in the window of its own effective time, however late it was recorded: windows are never closed and never
 * dropped, so an account has as many rows as it has hours and days with something in them.
 */
public final class ActivityProjection implements Projection {
    /** Its name. */
    public static final String NAME = "activity";

    private final ProjectionStore<ActivityKey, ActivityRow> rows;

    /** @param rows serde of what is stored */
    public ActivityProjection(StateSerde<ActivityRow> rows) {
        this.rows = new ProjectionStore<>("rows", new ActivityKeySerde(), rows);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<ProjectionStore<?, ?>> stores() {
        return List.of(rows);
    }

    /** The one store: the windows of each account by kind and time, after its head. */
    public ProjectionStore<ActivityKey, ActivityRow> rows() {
        return rows;
    }

    @Override
    public EventFolder folder(FoldContext context) {
        KeyValueStore<ActivityKey, ActivityRow> store = context.store(rows);
        VersionGate gate = context.gate();
        return event -> {
            ActivityKey headKey = ActivityKey.head(event.accountId());
            @Nullable ActivityRow head = store.get(headKey);
            if (gate.admits(head == null ? 0 : ActivityRows.head(head).version(), event)) {
                count(store, event);
                // Last: whoever sees the head's version finds all entries up to it in their windows.
                store.put(headKey, ActivityRows.row(new AccountHead(event.asset(), event.version())));
            }
        };
    }

    private static void count(KeyValueStore<ActivityKey, ActivityRow> store, AccountEvent event) {
        BigInteger moved = Movements.net(event.change());
        if (moved.signum() == 0) {
            return;
        }
        for (Window window : Window.values()) {
            ActivityKey key = ActivityKey.of(event.accountId(), window, window.firstSecond(event.effectiveAt()));
            store.put(key, ActivityRows.plus(store.get(key), moved));
        }
    }
}

package ledger.projections.activity;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import ledger.language.AccountId;
import ledger.projections.AccountPage;
import ledger.projections.Page;
import ledger.projections.ProjectionStore;
import ledger.projections.ReadModel;
import ledger.projections.ReadModelUnavailableException;
import ledger.records.ActivityRow;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** What the activity can be asked. Everything throws {@link ReadModelUnavailableException} when it cannot be read now. */
public final class ActivityQueries {
    private final ProjectionStore<ActivityKey, ActivityRow> rows;
    private final ReadModel model;

    public ActivityQueries(ActivityProjection projection, ReadModel model) {
        this.rows = projection.rows();
        this.model = model;
    }

    /**
     * A page of an account's windows, the earliest first; empty if there is no such account. The cursor is the first
     * second of the last window: it stays good while windows are added, before it and after it.
     */
    public Optional<AccountPage<ActivityItem>> page(AccountId account, ActivityRequest request) {
        return model.ofAccount(rows, account, store -> {
            @Nullable ActivityRow row = store.get(ActivityKey.head(account));
            if (row == null) {
                return Optional.empty();
            }
            AccountHead head = ActivityRows.head(row);
            return Optional.of(new AccountPage<>(head.version(), head.asset(), page(store, account, request)));
        });
    }

    private static Page<ActivityItem, Long> page(
            ReadOnlyKeyValueStore<ActivityKey, ActivityRow> store, AccountId account, ActivityRequest request) {
        long first = firstSecond(request);
        long last = lastSecond(request.to());
        if (first > last) {
            return new Page<>(List.of(), null);
        }
        Window window = request.window();
        List<ActivityItem> items = new ArrayList<>();
        try (KeyValueIterator<ActivityKey, ActivityRow> range =
                store.range(ActivityKey.of(account, window, first), ActivityKey.of(account, window, last))) {
            while (items.size() < request.limit() && range.hasNext()) {
                KeyValue<ActivityKey, ActivityRow> next = range.next();
                items.add(ActivityRows.item(window, next.key, next.value));
            }
            return new Page<>(items, range.hasNext() ? items.getLast().from().getEpochSecond() : null);
        }
    }

    private static long firstSecond(ActivityRequest request) {
        Instant from = request.from();
        Long cursor = request.cursor();
        long first = from == null ? Long.MIN_VALUE : request.window().firstSecond(from);
        if (cursor == null) {
            return first;
        }
        return cursor == Long.MAX_VALUE ? Long.MAX_VALUE : Math.max(first, cursor + 1);
    }

    /** The last second that a window may start with: windows start on full seconds. */
    private static long lastSecond(@Nullable Instant to) {
        if (to == null) {
            return Long.MAX_VALUE;
        }
        return to.getNano() > 0 ? to.getEpochSecond() : to.getEpochSecond() - 1;
    }
}
